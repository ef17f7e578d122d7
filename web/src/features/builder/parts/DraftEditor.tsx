import { Alert, Box, Divider, Paper, SegmentedControl, Stack, Text, Title } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { lazy, memo, Suspense, useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Evaluated, Side } from '../model/draft';
import type { Node } from '../model/json';
import { fromBlocks, withClause, type BlockGroup } from '../model/query';
import { rootScope, type Catalog, type Of } from '../model/scope';
import type { Problem } from '../text/SegmentText';
import { Blocks, type BlockFacts, type ClauseFigures } from './Blocks';
import classes from './DraftEditor.module.css';

/** The editor of text is larger than the rest of the page: what is written is shown until it is there. */
const SegmentText = lazy(() => import('../text/SegmentText'));

/** Changes one side of a draft; edits of the same key that follow each other are one step to undo. */
export type ChangeSide = (which: 'where' | 'exclude', change: Partial<Side> | ((side: Side) => Partial<Side>), key?: string) => void;

/** How high the texts are at least, in pixels. */
const textHeight = { where: 140, exclude: 40 };

/** The two conditions of a definition, each as blocks beside its text. */
export const DraftEditor = memo(function DraftEditor({
  where,
  exclude,
  of,
  answer,
  catalog,
  onChange,
  onUndo,
  onRedo,
}: {
  where: Side;
  exclude: Side;
  of: Of;
  answer: Evaluated | undefined;
  catalog: Catalog;
  onChange: ChangeSide;
  onUndo: () => void;
  onRedo: () => void;
}) {
  const { t } = useTranslation('builder');
  const isNarrow = useMediaQuery('(max-width: 62em)') ?? false;
  const [shown, setShown] = useState<'blocks' | 'text'>('blocks');
  const part = { of, answer, catalog, onChange, onUndo, onRedo, shown: isNarrow ? shown : ('both' as const) };
  return (
    <Paper p="md">
      {isNarrow && (
        <SegmentedControl
          mb="sm"
          fullWidth
          aria-label={t('view')}
          data={[
            { value: 'blocks', label: t('blocks') },
            { value: 'text', label: t('text') },
          ]}
          value={shown}
          onChange={(next) => setShown(next as 'blocks' | 'text')}
        />
      )}
      <SideEditor which="where" side={where} {...part} />
      <Divider my="md" />
      <SideEditor which="exclude" side={exclude} {...part} />
    </Paper>
  );
});

const SideEditor = memo(function SideEditor({
  which,
  side,
  of,
  answer,
  catalog,
  shown,
  onChange,
  onUndo,
  onRedo,
}: {
  which: 'where' | 'exclude';
  side: Side;
  of: Of;
  answer: Evaluated | undefined;
  catalog: Catalog;
  shown: 'blocks' | 'text' | 'both';
  onChange: ChangeSide;
  onUndo: () => void;
  onRedo: () => void;
}) {
  const { t } = useTranslation('builder');
  const checked = answer?.definition[which];
  const scope = useMemo(() => rootScope(catalog, of), [catalog, of]);
  const facts = useFacts(which, side, answer);
  const problems = useMemo(() => (checked?.problems ?? []) as Problem[], [checked]);
  const changeBlocks = useCallback((blocks: BlockGroup) => onChange(which, { blocks, edited: 'blocks' }, `${which} ${blocks.rules.length} blocks`), [onChange, which]);
  const replaceClause = useCallback((id: string, clause: Node) => onChange(which, (now) => ({ blocks: withClause(now.blocks, id, clause), edited: 'blocks' }), `${which} ${id}`), [onChange, which]);
  const isBehind = side.edited === 'text' && problems.length > 0;
  return (
    <Box component="section" aria-label={t(which)}>
      <Title order={2} size="h4" mb={2}>
        {t(which)}
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        {t(`${which}Hint`)}
      </Text>
      <div className={classes.sides} data-shown={shown}>
        {shown !== 'text' && (
          <Stack gap="xs" className={classes.side} role="group" aria-label={t('blocksOf', { side: t(which) })}>
            {isBehind && (
              <Alert color="yellow" p="xs">
                {t('blocksBehind')}
              </Alert>
            )}
            <Blocks
              group={side.blocks}
              scope={scope}
              facts={facts}
              addLabel={t(which === 'where' ? 'addCondition' : 'addExclusion')}
              onChange={changeBlocks}
              onReplace={replaceClause}
            />
          </Stack>
        )}
        {shown !== 'blocks' && (
          <div className={classes.side}>
            <Suspense fallback={<pre className={classes.text} style={{ minHeight: textHeight[which] + 18 }}>{side.text}</pre>}>
              <SegmentText
                text={side.text}
                label={t('textOf', { side: t(which) })}
                placeholder={t(`${which}Example`)}
                catalog={catalog}
                of={of}
                problems={problems}
                minHeight={textHeight[which]}
                onChange={(text) => onChange(which, { text, edited: 'text' }, `${which} text`)}
                onUndo={onUndo}
                onRedo={onRedo}
              />
            </Suspense>
            {problems.map((problem) => (
              <Text key={problem.message} size="xs" c="var(--mantine-color-error)" mt={4} role="alert">
                {problem.where ? `${String(problem.where.line)}:${String(problem.where.column)} ` : ''}
                {problem.message} {problem.fix}
              </Text>
            ))}
          </div>
        )}
      </div>
    </Box>
  );
});

/** What the newest answer says of the blocks. */
function useFacts(which: 'where' | 'exclude', side: Side, answer: Evaluated | undefined): BlockFacts {
  const written = useMemo(() => fromBlocks(side.blocks), [side.blocks]);
  return useMemo(() => {
    const byPath = new Map<string, ClauseFigures>();
    for (const clause of which === 'where' ? (answer?.clauses ?? []) : []) {
      byPath.set(clause.path, {
        alone: Number(clause.alone),
        without: clause.without === undefined || clause.without === null ? undefined : Number(clause.without),
        soleBlocker: clause.soleBlocker === undefined || clause.soleBlocker === null ? undefined : Number(clause.soleBlocker),
      });
    }
    const problemsByPath = new Map((answer?.definition[which].problems ?? []).filter((one) => one.path).map((one) => [String(one.path), one.fix ? `${one.message} ${one.fix}` : one.message]));
    const figures = new Map<string, ClauseFigures>();
    const problems = new Map<string, string>();
    for (const [id, path] of written.paths) {
      const found = byPath.get(path);
      if (found) {
        figures.set(id, found);
      }
      const problem = problemsByPath.get(path);
      if (problem) {
        problems.set(id, problem);
      }
    }
    return { figures, problems, incomplete: written.incomplete };
  }, [answer, which, written]);
}
