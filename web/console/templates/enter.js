// What stands behind the # reaches no server and no log: it is taken out of the address, and sent as a form.
const token = location.hash.slice(1);
history.replaceState(null, "", location.pathname);
if (token) {
  document.getElementById("token").value = token;
  document.getElementById("form").submit();
}
