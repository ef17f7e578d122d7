/** What every page needs to know of the workspace. */
export interface WorkspaceFacts {
  /** The IANA time zone that instants are shown in. */
  zone: string;
  /** The BCP 47 tag by which numbers and dates are written. */
  locale: string;
}

let facts: WorkspaceFacts = { zone: 'UTC', locale: 'en' };

/** Remembers what the session said of the workspace. */
export function setWorkspace(value: Partial<WorkspaceFacts>) {
  facts = { ...facts, ...value };
}

/** The workspace as the session described it. */
export function currentWorkspace(): WorkspaceFacts {
  return facts;
}
