// Light or dark, set before the first paint: this script blocks, is small, and depends on nothing.
// The choice is the person's own on this machine; without one, the system's wish is followed.
{
  const wish = window.matchMedia("(prefers-color-scheme: dark)");
  const show = () => {
    let choice = null;
    try {
      choice = localStorage.getItem("daybook-theme");
    } catch {
      // Storage can be forbidden; the system's wish still holds.
    }
    document.documentElement.dataset.bsTheme = choice || (wish.matches ? "dark" : "light");
  };
  show();
  wish.addEventListener("change", show);
  window.addEventListener("storage", show);
}
