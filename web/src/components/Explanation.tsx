import { Alert, Badge, Box, Code, Group, List, Stack, Switch, Text, Tooltip, VisuallyHidden } from '@mantine/core';
import { IconCircleCheck, IconCircleX, IconRoute } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { components } from '@/api/schema';
import classes from './Explanation.module.css';
import { formatCount, formatInstant } from './format';
import { RelativeTime } from './RelativeTime';

/** Why somebody is in a segment or is not, as the server says it. */
export type ExplanationData = components['schemas']['Explanation'];
type Clause = components['schemas']['Clause'];
type Holding = components['schemas']['Holding'];

/**
 * Why somebody is in a segment or is not: the verdict, the least that would change it, and every clause with its value.
 * `title` is what people call the segment; without it the segment's name is shown.
 */
export function Explanation({ explanation, title }: { explanation: ExplanationData; title?: string }) {
  const { t } = useTranslation('accounts');
  const [failingOnly, setFailingOnly] = useState(false);
  return (
    <Stack gap="md">
      <Verdict explanation={explanation} segment={title ?? explanation.segment ?? t('thisDefinition')} />
      <Changes explanation={explanation} />
      <Box>
        <Group justify="space-between" mb="xs">
          <Text fw={600}>{t('clauses')}</Text>
          {!explanation.isMember && <Switch size="xs" label={t('onlyFailing')} checked={failingOnly} onChange={(event) => setFailingOnly(event.currentTarget.checked)} />}
        </Group>
        <ul className={classes.tree}>
          <ClauseNode clause={explanation.where} failingOnly={failingOnly} wanted />
        </ul>
      </Box>
      {explanation.exclude && (
        <Box>
          <Text fw={600} mb="xs">
            {explanation.exclude.isTrue ? t('suppressedBy') : t('notSuppressedBy')}
          </Text>
          <ul className={classes.tree}>
            <ClauseNode clause={explanation.exclude} failingOnly={false} wanted={false} />
          </ul>
        </Box>
      )}
    </Stack>
  );
}

function Verdict({ explanation, segment }: { explanation: ExplanationData; segment: string }) {
  const { t } = useTranslation('accounts');
  const name = explanation.name || explanation.id;
  return (
    <Box>
      <Group gap="xs">
        <Group gap="xs" wrap="nowrap" align="flex-start">
          {explanation.isMember ? <IconCircleCheck className={classes.yes} aria-hidden /> : <IconCircleX className={classes.no} aria-hidden />}
          <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
            {t(explanation.isMember ? 'isIn' : 'isNotIn', { name, segment })}
          </Text>
        </Group>
        {explanation.isNearMiss && <Badge variant="light">{t('oneChangeAway')}</Badge>}
      </Group>
      <Period holds={explanation.holds} />
      {explanation.onIncludeList && <Text size="sm">{t('onIncludeList')}</Text>}
    </Box>
  );
}

function Changes({ explanation }: { explanation: ExplanationData }) {
  const { t } = useTranslation('accounts');
  return (
    <Alert variant="light" color={explanation.isMember ? 'gray' : 'indigo'} icon={<IconRoute aria-hidden />} title={t(explanation.isMember ? 'toLeave' : 'toGetIn')}>
      {explanation.changes.length === 0 ? (
        t('nothingChanges')
      ) : (
        <List size="sm" spacing={4}>
          {explanation.changes.map((change) => (
            <List.Item key={change.clause + change.change}>{change.change}</List.Item>
          ))}
        </List>
      )}
    </Alert>
  );
}

/** True where a clause, or a part of it, is not as it would have to be. */
function stands(clause: Clause, wanted: boolean): boolean {
  return clause.isTrue === wanted;
}

function ClauseNode({ clause, failingOnly, wanted }: { clause: Clause; failingOnly: boolean; wanted: boolean }) {
  const { t } = useTranslation('accounts');
  if (failingOnly && stands(clause, wanted)) {
    return null;
  }
  const compound = { and: t('allOf'), or: t('anyOf'), not: t('noneOf') }[clause.kind];
  const partsWanted = clause.kind === 'not' ? !wanted : wanted;
  return (
    <li>
      <Group gap={8} wrap="nowrap" align="flex-start">
        <Tooltip label={clause.isTrue ? t('true') : t('false')}>
          <span className={classes.mark}>
            {clause.isTrue ? <IconCircleCheck size={18} className={classes.yes} aria-hidden /> : <IconCircleX size={18} className={classes.no} aria-hidden />}
            <VisuallyHidden>{clause.isTrue ? t('true') : t('false')}</VisuallyHidden>
          </span>
        </Tooltip>
        <Box style={{ minWidth: 0 }}>
          {compound ? (
            <Text size="sm" fw={600}>
              {compound}
            </Text>
          ) : (
            <Code className={classes.code}>{clause.text}</Code>
          )}
          {clause.kind === 'predicate' && <Facts clause={clause} />}
        </Box>
      </Group>
      {clause.parts.length > 0 && (
        <ul className={classes.tree}>
          {clause.parts.map((part, index) => (
            <ClauseNode key={index} clause={part} failingOnly={failingOnly} wanted={partsWanted} />
          ))}
        </ul>
      )}
    </li>
  );
}

function Facts({ clause }: { clause: Clause }) {
  const { t } = useTranslation('accounts');
  const rows = clause.evidence?.rows ?? [];
  const more = Number(clause.evidence?.count ?? 0) - rows.length;
  return (
    <Box mt={2}>
      {clause.actual && <Text size="sm">{clause.actual}</Text>}
      {clause.missing && (
        <Text size="sm" className={classes.no}>
          {clause.missing}
        </Text>
      )}
      {clause.change && (
        <Text size="sm" c="dimmed">
          {t('wouldChange', { change: clause.change })}
        </Text>
      )}
      {rows.length > 0 && (
        <ul className={classes.evidence}>
          {rows.map((row) => (
            <li key={row.id}>
              {row.name ?? (row.at ? formatInstant(row.at) : row.id)}
              {Object.keys(row.values).length > 0 && `: ${Object.entries(row.values).map(([field, value]) => `${field} ${value}`).join(', ')}`}
            </li>
          ))}
          {more > 0 && <li>{t('moreRows', { count: more, replace: { count: formatCount(more) } })}</li>}
        </ul>
      )}
      <Period holds={clause.holds} />
    </Box>
  );
}

function Period({ holds }: { holds: Holding }) {
  const { t } = useTranslation('accounts');
  if (!holds.since && !holds.until && !holds.dependsOnOthers) {
    return null;
  }
  return (
    <Text size="xs" c="dimmed" component="div">
      {holds.since && (
        <div>
          {t('since')} <RelativeTime value={holds.since} />
          {holds.sinceWhy ? `: ${holds.sinceWhy}` : ''}
        </div>
      )}
      {holds.until && (
        <div>
          {t('until')} <RelativeTime value={holds.until} />
          {holds.untilWhy ? `: ${holds.untilWhy}` : ''}
        </div>
      )}
      {holds.dependsOnOthers && <div>{t('dependsOnOthers')}</div>}
    </Text>
  );
}
