// A rewrite as a change of the draft, word by word.
import { unitsOf } from "./spans.js";

/**
 * Returns pieces {sort: "same" | "out" | "in", text} that make up the draft and its rewrite.
 * @param {string} draft
 * @param {{start: number, end: number, text: string}[]} changes in order, in code points of the draft
 */
export function difference(draft, changes) {
  const unit = unitsOf(draft);
  const found = [];
  let at = 0;
  for (const change of changes) {
    found.push({ sort: "same", text: draft.slice(at, unit(change.start)) });
    found.push(...byWord(draft.slice(unit(change.start), unit(change.end)), change.text));
    at = unit(change.end);
  }
  found.push({ sort: "same", text: draft.slice(at) });
  return joined(found);
}

function byWord(before, after) {
  const old = words(before);
  const now = words(after);
  const kept = longest(old, now);
  const found = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      found.push({ sort: "same", text: old[i] });
      i += 1;
      j += 1;
    } else if (j >= now.length || (i < old.length && kept[i + 1][j] >= kept[i][j + 1])) {
      found.push({ sort: "out", text: old[i] });
      i += 1;
    } else {
      found.push({ sort: "in", text: now[j] });
      j += 1;
    }
  }
  return found;
}

const words = (text) => text.match(/\s+|[\p{L}\p{N}'’]+|[^\s\p{L}\p{N}]/gu) ?? [];

// How many words two texts share in order, from each pair of places to their ends.
function longest(old, now) {
  const kept = Array.from({ length: old.length + 1 }, () => new Array(now.length + 1).fill(0));
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = now.length - 1; j >= 0; j -= 1) {
      kept[i][j] = old[i] === now[j] ? kept[i + 1][j + 1] + 1 : Math.max(kept[i + 1][j], kept[i][j + 1]);
    }
  }
  return kept;
}

// Brings what goes out and what comes in together, across single spaces, so that it reads as phrases.
function joined(pieces) {
  const found = [];
  let out = "";
  let into = "";
  const flush = () => {
    if (out) found.push({ sort: "out", text: out });
    if (into) found.push({ sort: "in", text: into });
    out = into = "";
  };
  pieces.forEach((piece, index) => {
    const between = piece.sort === "same" && /^\s+$/.test(piece.text) && (out || into);
    if (piece.sort === "out") out += piece.text;
    else if (piece.sort === "in") into += piece.text;
    else if (between && pieces[index + 1] && pieces[index + 1].sort !== "same") {
      out += piece.text;
      into += piece.text;
    } else if (piece.text) {
      flush();
      found.push(piece);
    }
  });
  flush();
  return found;
}
