/**
 * Preloaded into a process (`node --import`) to shift its wall clock by CLOCK_SHIFT_MS milliseconds, as after a reset of
 * the computer's clock. Timers keep their pace.
 */
const shift = Number(process.env["CLOCK_SHIFT_MS"] ?? 0);
const RealDate = Date;

class ShiftedDate extends RealDate {
  constructor(...parts: [] | [value: number | string | Date]) {
    if (parts.length === 0) super(RealDate.now() + shift);
    else super(...parts);
  }

  static override now(): number {
    return RealDate.now() + shift;
  }
}

globalThis.Date = ShiftedDate as DateConstructor;
