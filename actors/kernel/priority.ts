// How soon somebody should look at a conversation: set by the team, or by rules until the team does.

export const PRIORITIES = ["low", "normal", "high", "urgent"] as const;
export type Priority = (typeof PRIORITIES)[number];
