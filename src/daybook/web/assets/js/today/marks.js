// Who holds a mark: a tab that is duplicated, or opens another, gives it a copy of its storage, and its mark with it.

const PATIENCE = 250; // milliseconds in which another tab answers

const me = crypto.getRandomValues(new Uint32Array(4)).join("-");
let channel = null;
let name = "";
let mark = "";
let asking = false;
let giveWay = () => {};

function hear({ data }) {
  if (data.mark !== mark) return;
  if (data.to) return void (data.to === me && giveWay());
  // Of two that ask at once, one gives way.
  if (!asking || me < data.from) channel.postMessage({ mark, to: data.from });
}

function open() {
  channel = new BroadcastChannel(name);
  channel.addEventListener("message", hear);
}

// From now on this tab answers for the mark.
export function hold(now) {
  mark = now;
}

// Whether another tab holds the mark, among all that meet under a name.
export async function isHeld(meeting, wanted) {
  name = meeting;
  hold(wanted);
  open();
  asking = true;
  const held = await new Promise((resolve) => {
    giveWay = () => resolve(true);
    setTimeout(() => resolve(false), PATIENCE);
    channel.postMessage({ mark, from: me });
  });
  asking = false;
  return held;
}

// The page that follows in this tab has the same mark, and is not to give way to the one it follows.
addEventListener("pagehide", () => channel?.close());
addEventListener("pageshow", (event) => event.persisted && channel && open());
