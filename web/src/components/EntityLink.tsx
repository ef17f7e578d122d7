import { useRouter, type NavigateOptions } from '@tanstack/react-router';
import { memo, type MouseEvent } from 'react';
import classes from './EntityLink.module.css';

/**
 * A link to an account or a contact; within a sentence it is underlined, so that it is not known by its colour alone. It is plain, and
 * knows nothing of where the reader is: lists have hundreds of them.
 */
export const EntityLink = memo(function EntityLink({ of, id, name, inText = false }: { of: 'accounts' | 'contacts'; id: string; name?: string | null; inText?: boolean }) {
  const router = useRouter();
  const page = { to: `/${of}/$id`, params: { id } } as NavigateOptions;
  const follow = (event: MouseEvent) => {
    if (event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      void router.navigate(page);
    }
  };
  return (
    <a className={classes.link} data-in-text={inText || undefined} href={`/${of}/${encodeURIComponent(id)}`} onMouseEnter={() => void router.preloadRoute(page)} onClick={follow}>
      {name || id}
    </a>
  );
});
