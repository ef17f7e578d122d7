import { AppLink } from './AppLink';

/** A link to an account or a contact; within a sentence it is underlined, so that it is not known by its colour alone. */
export function EntityLink({ of, id, name, inText = false }: { of: 'accounts' | 'contacts'; id: string; name?: string | null; inText?: boolean }) {
  return (
    <AppLink inherit underline={inText ? 'always' : 'hover'} to={`/${of}/$id`} params={{ id }}>
      {name || id}
    </AppLink>
  );
}
