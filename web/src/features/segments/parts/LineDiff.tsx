import { lineChanges } from './lineChanges';
import classes from './LineDiff.module.css';

/** What changed between two texts, line by line. */
export function LineDiff({ before, after, label }: { before: string; after: string; label: string }) {
  return (
    <pre className={classes.diff} tabIndex={0} aria-label={label}>
      {lineChanges(before, after).map((line, at) => {
        const Line = line.kind === 'added' ? 'ins' : line.kind === 'removed' ? 'del' : 'span';
        return (
          <Line key={at} className={classes.line} data-kind={line.kind}>
            {line.kind === 'added' ? '+ ' : line.kind === 'removed' ? '− ' : '  '}
            {line.text}
            {'\n'}
          </Line>
        );
      })}
    </pre>
  );
}
