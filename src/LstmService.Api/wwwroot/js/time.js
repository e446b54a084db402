/** Where points lie on the axis of a chart. */

const position = /^-?\d+$/;
const offset = /(Z|[+-]\d\d:\d\d)$/;

/**
 * The seconds of an ISO 8601 time on its own clock, or the number of a series without times. The offset is left out, so that the
 * axis shows the hours the user wrote.
 * @param {string} time
 */
export function axisValue(time) {
  if (position.test(time)) return Number(time);
  const clock = time.includes("T") ? time.replace(offset, "") + "Z" : `${time}T00:00:00Z`;
  return Date.parse(clock) / 1000;
}

/** Does a series have times, or positions only? @param {string | undefined} time */
export function isTime(time) { return time !== undefined && !position.test(time); }
