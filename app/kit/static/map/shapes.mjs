// The pins: a shape for each kind of thing, so that the colour never says it alone. Drawn when the map first wants one.

const SIZE = 34;

/** The outline of each shape, on a square of 34. */
const OUTLINES = {
  // A task that checks: a square, ticked.
  check: (pen) => pen.rect(5, 5, 24, 24),
  // A task that verifies: a square on its corner, with a question in it.
  verify: (pen) => polygon(pen, [[17, 1], [33, 17], [17, 33], [1, 17]]),
  // An own case: a disc.
  case: (pen) => pen.arc(17, 17, 12, 0, 2 * Math.PI),
  // Somebody else's: a small disc, hollow.
  near: (pen) => pen.arc(17, 17, 8, 0, 2 * Math.PI),
  // A remark: a triangle.
  remark: (pen) => polygon(pen, [[17, 4], [31, 29], [3, 29]]),
  // Several on one spot: a large disc, with their number in it.
  several: (pen) => pen.arc(17, 17, 16, 0, 2 * Math.PI),
};

/** What is drawn into each. */
const SIGNS = {
  check: (pen) => line(pen, [[10, 17.5], [15, 22.5], [24, 12]]),
  verify: (pen) => {
    pen.arc(17, 13.5, 4.2, Math.PI, Math.PI * 0.42);
    line(pen, [[17, 18], [17, 20]]);
    line(pen, [[17, 24], [17, 24.2]]);
  },
  case: (pen) => line(pen, [[12, 17], [22, 17]]),
  near: () => {},
  remark: (pen) => {
    line(pen, [[17, 13], [17, 20]]);
    line(pen, [[17, 24.5], [17, 24.7]]);
  },
  several: () => {},
};

function polygon(pen, corners) {
  line(pen, corners);
  pen.closePath();
}

function line(pen, [first, ...others]) {
  pen.moveTo(...first);
  for (const point of others) pen.lineTo(...point);
}

/** The names of all pins that the style may ask for. */
export function names(tones) {
  return Object.keys(OUTLINES).flatMap((shape) => tones.map((tone) => `${shape}-${tone}`));
}

/** Draws a pin such as `check-late`; nothing for a name that is none of ours. */
export function drawPin(name, colours, ratio) {
  const cut = name.lastIndexOf('-');
  const [shape, tone] = [name.slice(0, cut), name.slice(cut + 1)];
  const [outline, sign, colour] = [OUTLINES[shape], SIGNS[shape], colours[tone]];
  if (!outline || !colour) return null;
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = Math.ceil(SIZE * ratio);
  const pen = canvas.getContext('2d');
  pen.scale(ratio, ratio);
  pen.lineJoin = pen.lineCap = 'round';
  pen.beginPath();
  outline(pen);
  const hollow = shape === 'near';
  pen.fillStyle = hollow ? colours.paper : colour;
  pen.strokeStyle = hollow ? colour : colours.paper;
  pen.lineWidth = 2.5;
  pen.fill();
  pen.stroke();
  pen.beginPath();
  sign(pen);
  pen.strokeStyle = colours.paper;
  pen.lineWidth = 3;
  pen.stroke();
  return pen.getImageData(0, 0, canvas.width, canvas.height);
}
