// The year's results: which figure is opened, and its working brought into view.

function mark(opener) {
  for (const other of document.querySelectorAll(".why[aria-expanded]")) other.removeAttribute("aria-expanded");
  if (opener.classList.contains("why")) opener.setAttribute("aria-expanded", "true");
}

function bringIntoView(panel, opener) {
  const record = opener.classList.contains("why") ? null : panel.querySelector("#record");
  const target = record || panel.querySelector("#why-head");
  target.focus({ preventScroll: true });
  const { top } = target.getBoundingClientRect();
  if (top < 0 || top > window.innerHeight * 0.8) target.scrollIntoView({ block: "start" });
}

// Without a script the address leads to the working; with one the reader stays where he is.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target?.id === "why") event.detail.pathInfo.anchor = "";
});

document.addEventListener("htmx:afterSwap", (event) => {
  const { target, requestConfig } = event.detail;
  if (target?.id !== "why" || !requestConfig) return;
  target.hidden = false;
  mark(requestConfig.elt);
  bringIntoView(target, requestConfig.elt);
});
