// Light or dark: as the system has it, until the viewer chooses; the choice stays in this browser.
(() => {
  const key = "guanjia-ground";
  const apply = () => {
    const chosen = localStorage.getItem(key);
    if (chosen !== null) Quasar.Dark.set(chosen === "dark");
  };
  window.guanjiaGround = {
    toggle() {
      localStorage.setItem(key, Quasar.Dark.isActive ? "light" : "dark");
      apply();
    },
  };
  // A page whose session is over, here or in another window, leads to the log-in.
  const ask = async () => {
    try {
      const state = await (await fetch("/session")).json();
      if (!state.open) location.reload();
    } catch {
      // the console itself is away: the page tries again by itself
    }
  };
  // who uses the keyboard alone can scroll wide tables too
  const reach = () => {
    for (const table of document.querySelectorAll(".q-table__middle:not([tabindex])")) table.tabIndex = 0;
  };
  window.addEventListener("load", () => {
    reach();
    new MutationObserver(reach).observe(document.body, { childList: true, subtree: true });
  });
  window.addEventListener("load", apply);
  window.addEventListener("load", () => window.socket?.on("disconnect", ask));
})();
