import { AppLink } from './AppLink';

/** A link to an account or a contact. */
export function EntityLink({ of, id, name }: { of: 'accounts' | 'contacts'; id: string; name?: string | null }) {
  return (
    <AppLink inherit to={`/${of}/$id`} params={{ id }}>
      {name || id}
    </AppLink>
  );
}
