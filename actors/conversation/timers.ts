// The durable timers of a conversation. They are rows: a restart loses none, and one that comes due
// while the process is down fires as soon as it is up, so every handler looks at the time anew.

export const TIMERS = [
  "albumIn",
  "albumOut",
  "typing",
  "card",
  "topic",
  "sessionWarning",
  "sessionEnd",
  "checkout",
  "setUp",
  "recharge",
  "duty",
  "strangers",
] as const;
export type TimerName = (typeof TIMERS)[number];

/** Whether this version set such a timer; one of an earlier version comes to nothing. */
export function isTimerName(name: string): name is TimerName {
  return TIMERS.some((known) => known === name);
}
