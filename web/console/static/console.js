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
  window.addEventListener("load", apply);
})();
