/** The states of a user, the most present first. */
export const USER_STATUSES = ["online", "away", "offline", "long-time-off"] as const;

/** How long ago a user was last seen: connected now; under 1 hour; under 24 hours; longer. */
export type UserStatus = (typeof USER_STATUSES)[number];
