// Two windows on one sheet: what only one of them changed stands; what both changed is kept twice until chosen.

// {fields, conflicts}: what stands by now, and of each field in question what the other one wrote.
export function merged(base, mine, theirs) {
  const fields = {};
  const conflicts = {};
  for (const name of new Set([...Object.keys(mine), ...Object.keys(theirs)])) {
    const [was, here, there] = [base[name] ?? "", mine[name] ?? "", theirs[name] ?? ""];
    const text = name.startsWith("cite:") ? together(was, here, there) : here === was ? there : here;
    if (text) fields[name] = text;
    if (!name.startsWith("cite:") && here !== was && there !== was && here !== there) conflicts[name] = there;
  }
  return { fields, conflicts };
}

// Cited entries are a set: what either cited is cited, what either took back is not.
function together(was, here, there) {
  const [before, mine, theirs] = [was, here, there].map((text) => text.split(" ").filter(Boolean));
  const kept = before.filter((key) => mine.includes(key) && theirs.includes(key));
  const added = [...mine, ...theirs].filter((key) => !before.includes(key));
  return [...new Set([...kept, ...added])].join(" ");
}

export const same = (one, other) => {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => (one[name] ?? "") === (other[name] ?? ""));
};
