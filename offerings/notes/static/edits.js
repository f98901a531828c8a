// Edits of a text, as the server has them in _edits.py: a list of steps that go over the text from its beginning.
// A number above 0 keeps so many characters, one below 0 deletes them, a text is inserted. Characters are code
// points: texts are arrays of them here.

export const points = (text) => Array.from(text.toWellFormed ? text.toWellFormed() : text);

export function tidy(steps) {
  const tidied = [];
  for (const step of steps) append(tidied, step);
  return tidied;
}

// The edit that makes one text of another by a change that ends where the caret is.
export function between(old, fresh, caret = fresh.length) {
  const shorter = Math.min(old.length, fresh.length);
  const mostAfter = Math.min(shorter, fresh.length - caret);
  let end = 0;
  while (end < mostAfter && old[old.length - 1 - end] === fresh[fresh.length - 1 - end]) end += 1;
  let start = 0;
  while (start < shorter - end && old[start] === fresh[start]) start += 1;
  const inserted = fresh.slice(start, fresh.length - end).join("");
  return tidy([start, inserted, start + end - old.length, end]);
}

export function applyTo(text, edit) {
  const made = [];
  let at = 0;
  for (const step of edit) {
    if (typeof step === "string") made.push(...points(step));
    else if (step > 0) for (const stop = at + step; at < stop; at += 1) made.push(text[at]);
    else at -= step;
  }
  return made;
}

// The one edit that does what these two do, one after the other.
export function compose(first, second) {
  const [a, b] = [new Steps(first), new Steps(second)];
  const steps = [];
  while (a.next !== undefined || b.next !== undefined) {
    if (a.next < 0) steps.push(a.take(a.length));
    else if (typeof b.next === "string") steps.push(b.take(b.length));
    else {
      const length = Math.min(a.length, b.length);
      const [made, done] = [a.take(length), b.take(length)];
      if (done > 0) steps.push(made);
      else if (typeof made === "number") steps.push(done);
    }
  }
  return tidy(steps);
}

// What becomes of an edit where another, of the same text, was done first: of two texts inserted in one place
// that of the other comes first.
export const over = (mine, other) => transform(mine, other, false);

// What is left to do of an edit for who has done the other, when this was the first of the two.
export const under = (mine, other) => transform(mine, other, true);

function transform(mine, other, isFirst) {
  const [a, b] = [new Steps(mine), new Steps(other)];
  const steps = [];
  while (a.next !== undefined || b.next !== undefined) {
    if (typeof a.next === "string" && (isFirst || typeof b.next !== "string")) steps.push(a.take(a.length));
    else if (typeof b.next === "string") {
      steps.push(b.length);
      b.take(b.length);
    } else {
      const length = Math.min(a.length, b.length);
      const [kept, done] = [a.take(length), b.take(length)];
      if (done > 0) steps.push(kept);
    }
  }
  return tidy(steps);
}

class Steps {
  constructor(edit) {
    this.rest = edit.map((step) => (typeof step === "string" ? points(step) : step));
  }

  get first() {
    return this.rest[0];
  }

  get next() {
    return Array.isArray(this.first) ? "text" : this.first;
  }

  get length() {
    if (this.first === undefined) throw new Error("two edits are of texts of different lengths");
    return Array.isArray(this.first) ? this.first.length : Math.abs(this.first);
  }

  take(length) {
    const step = this.rest.shift();
    if (Array.isArray(step)) {
      if (length < step.length) this.rest.unshift(step.slice(length));
      return step.slice(0, length).join("");
    }
    const taken = step > 0 ? length : -length;
    if (taken !== step) this.rest.unshift(step - taken);
    return taken;
  }
}

function append(steps, step) {
  if (step === 0 || step === "") return;
  const last = steps.at(-1);
  if (typeof step === "string" && last < 0) {
    steps.pop();
    append(steps, step);
    steps.push(last);
  } else if (typeof step === "string" ? typeof last === "string" : last > 0 === step > 0 && typeof last === "number") {
    steps[steps.length - 1] = last + step;
  } else steps.push(step);
}
