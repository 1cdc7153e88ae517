// What every page needs: the choice of light or dark, and menus that close when left.

const STORED = "daybook-theme";

function choose(theme) {
  try {
    if (theme === "system") localStorage.removeItem(STORED);
    else localStorage.setItem(STORED, theme);
  } catch {
    // Without storage the choice holds for this page.
  }
  const dark = window.matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.bsTheme = theme === "system" ? (dark ? "dark" : "light") : theme;
}

function chosen() {
  try {
    return localStorage.getItem(STORED) || "system";
  } catch {
    return "system";
  }
}

function wireThemes() {
  const radios = document.querySelectorAll('input[name="theme"]');
  for (const radio of radios) {
    radio.checked = radio.value === chosen();
    radio.addEventListener("change", () => choose(radio.value));
  }
}

function wireMenus() {
  const menus = document.querySelectorAll("details.menu");
  const close = (event) => {
    for (const menu of menus) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  };
  document.addEventListener("click", close);
  document.addEventListener("focusin", close);
  document.addEventListener("keydown", (event) => {
    const open = document.querySelector("details.menu[open]");
    if (event.key !== "Escape" || !open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });
}

wireThemes();
wireMenus();
