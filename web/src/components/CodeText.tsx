import { Code } from '@mantine/core';
import { Fragment } from 'react';

/** A sentence in which what stands between grave accents is a command or a name as it is typed. */
export function CodeText({ children }: { children: string }) {
  return children.split('`').map((part, place) => (place % 2 === 1 ? <Code key={place}>{part}</Code> : <Fragment key={place}>{part}</Fragment>));
}
