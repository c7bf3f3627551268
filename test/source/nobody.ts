const NOBODY = 65_534;

/** Makes this process the user nobody's, for good: root may read everything. */
export function becomeNobody(): void {
  process.setgroups?.([]);
  process.setgid?.(NOBODY);
  process.setuid?.(NOBODY);
}
