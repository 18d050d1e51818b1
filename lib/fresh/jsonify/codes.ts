/** Numbers that stand for values JSON has no word for, where an index into the table is expected. */
export const CODES = {
  undefined: -1,
  null: -2,
  nan: -3,
  infinity: -4,
  negativeInfinity: -5,
  negativeZero: -6,
  hole: -7,
} as const;
