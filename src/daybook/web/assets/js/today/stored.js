// What is kept in this browser under a name. Storage can be forbidden, or full: then the server has it a moment later.

export function read(name) {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null;
  }
}

export function write(name, text) {
  try {
    localStorage.setItem(name, JSON.stringify(text));
    return true;
  } catch {
    return false;
  }
}

export function wipe(name) {
  try {
    localStorage.removeItem(name);
  } catch {
    // Nothing was kept where nothing can be.
  }
}
