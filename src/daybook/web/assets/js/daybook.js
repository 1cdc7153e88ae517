// What every page needs: the choice of light or dark, menus that close when left, and a clean leave-taking.

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

// What the person wrote and this browser keeps (see today/texts.js): given to the server, then wiped. A text that
// the server could not take stays: nowhere else is it kept.
async function leave(form) {
  const mine = `daybook:${encodeURIComponent(form.dataset.person)}:`;
  const kept = (storage) => Object.keys(storage).filter((name) => name.startsWith(mine));
  const texts = kept(localStorage).map((name) => [name, JSON.parse(localStorage.getItem(name))]);
  // What is entered for somebody else is kept in this browser alone: it goes with the person, or the person stays.
  if (texts.some(([name, text]) => isForAnother(name, text)) && !window.confirm(form.dataset.ask)) return false;
  for (const [name, text] of texts) {
    if (!text?.dirty || isForAnother(name, text) || (await hand(form, text))) localStorage.removeItem(name);
  }
  for (const name of kept(sessionStorage)) sessionStorage.removeItem(name);
  return true;
}

function isForAnother(name, text) {
  return Boolean(text?.dirty) && name.includes(":revise:for-");
}

async function hand(form, text) {
  const about = { day: text.day, entry: text.entry ?? "", base: text.base ?? 0 };
  const token = form.querySelector('[name="csrfmiddlewaretoken"]').value;
  // A summary says itself where it is kept; an entry's draft is kept under its key.
  const keep = (key, version) =>
    fetch(text.keep ?? form.dataset.draft.replace("KEY", encodeURIComponent(key)), {
      method: "POST",
      headers: { "HX-Request": "true", "X-CSRFToken": token },
      body: new URLSearchParams({ ...text.fields, ...about, version }),
    });
  try {
    let answer = await keep(text.key, text.version);
    // A sheet that is signed takes nothing more; an entry that was recorded says the same, or it does not.
    if (answer.status === 410 && (text.keep || (await answer.json()).same)) return true;
    // Another window wrote the same draft, or recorded it in other words: this text becomes one of its own.
    if (answer.status === 409 || answer.status === 410) answer = await keep(`${text.key}.2`, 0);
    return answer.ok && !answer.headers.has("HX-Redirect");
  } catch {
    return false;
  }
}

function wireLeaving() {
  for (const form of document.querySelectorAll("form[data-leave]")) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      let stays = false;
      try {
        stays = !(await leave(form));
      } finally {
        if (!stays) form.submit();
      }
    });
  }
}

// A browser cuts what is pasted at a field's limit without a word: what was left out is told, until one goes on.
function wirePasting() {
  document.addEventListener("paste", ({ target, clipboardData }) => {
    if (target.tagName !== "TEXTAREA" || target.maxLength < 0) return;
    const pasted = clipboardData.getData("text/plain").replaceAll("\r\n", "\n");
    const room = target.maxLength - target.value.length + target.selectionEnd - target.selectionStart;
    tellCut(target, pasted.length - room);
  });
  document.addEventListener("input", ({ target, inputType }) => {
    if (target.tagName === "TEXTAREA" && inputType !== "insertFromPaste") tellCut(target, 0);
  });
}

function tellCut(field, count) {
  const told = field.nextElementSibling?.matches(".cut-off") ? field.nextElementSibling : null;
  if (count <= 0) return told?.remove();
  const note = told ?? document.createElement("span");
  note.className = "fault cut-off";
  note.setAttribute("role", "alert");
  note.textContent = document.body.dataset.cut.replace("LIMIT", field.maxLength).replace("COUNT", count);
  return field.after(note);
}

wireThemes();
wirePasting();
wireMenus();
wireLeaving();
