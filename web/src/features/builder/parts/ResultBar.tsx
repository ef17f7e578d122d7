import { Badge, Box, Group, Paper, Text, Tooltip } from '@mantine/core';
import { memo, useDeferredValue } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount, formatShare } from '@/components/format';
import type { Evaluated } from '../model/draft';
import type { Evaluation } from '../model/useEvaluation';
import classes from './ResultBar.module.css';

/** How many are in, and how many are left after each clause: always in sight. */
export function ResultBar({ evaluation, of }: { evaluation: Evaluation; of: 'accounts' | 'contacts' }) {
  const { t } = useTranslation('builder');
  const { answer, isAwaited, error } = evaluation;
  const isKnown = answer?.size !== undefined && answer.size !== null;
  const size = Number(answer?.size ?? 0);
  const everyone = Number(answer?.everyone ?? 0);

  // The total is painted first; what each clause leaves may come a frame later.
  const layers = useDeferredValue(answer);
  return (
    <Paper className={classes.bar} p="md" component="section" aria-label={t('result')}>
      <Group justify="space-between" align="flex-start" gap="lg">
        <Box>
          <Group align="baseline" gap={8}>
            <Text
              component="output"
              aria-live="polite"
              aria-atomic
              fz="2rem"
              fw={700}
              lh={1.1}
              className="figures"
              data-testid="total"
              data-awaited={isAwaited || undefined}
              data-count={isKnown ? size : undefined}
            >
              {isKnown ? formatCount(size) : '–'}
            </Text>
            <Text size="sm" c="dimmed">
              {t(`ofEveryone.${of}`, { everyone: formatCount(everyone), share: isKnown && everyone > 0 ? formatShare(size / everyone) : '–' })}
            </Text>
          </Group>
          <Text size="xs" c="dimmed" mih={18}>
            {error ? error.message : isKnown ? t('exact') : answer && !answer.definition.isValid && answer.definition.where.problems.length > 0 ? t('wrong') : t('nothingWritten')}
          </Text>
        </Box>
        {answer && isKnown && answer.tooSmallFor.length > 0 && (
          <Tooltip label={t('tooSmallHint')}>
            <Badge color="yellow" variant="light" tabIndex={0} size="lg" tt="none">
              {t('tooSmall', { channels: answer.tooSmallFor.map((channel) => t(`channels.${channel as 'sales'}`)).join(', ') })}
            </Badge>
          </Tooltip>
        )}
      </Group>
      {layers && isKnown && layers.funnel.length > 1 && <FunnelSteps answer={layers} />}
    </Paper>
  );
}

const FunnelSteps = memo(function FunnelSteps({ answer }: { answer: Evaluated }) {
  const { t } = useTranslation('builder');
  return (
    <Box mt="sm" component="section" aria-label={t('funnel')}>
      <table className={classes.funnel}>
        <caption className={classes.caption}>{t('funnel')}</caption>
        <colgroup>
          <col className={classes.label} />
          <col />
          <col className={classes.size} />
          <col className={classes.share} />
        </colgroup>
        <tbody>
          {answer.funnel.map((layer, at) => (
            <tr key={at}>
              <th scope="row">
                <Text size="xs" truncate title={layer.label}>
                  {at === 0 ? t('everyone') : layer.label}
                </Text>
              </th>
              <td className={classes.track} aria-hidden>
                <span className={classes.fill} style={{ width: `${Math.max(Number(layer.ofAll ?? 0) * 100, Number(layer.size) > 0 ? 0.5 : 0)}%` }} />
              </td>
              <td className="figures">{formatCount(Number(layer.size))}</td>
              <td className="figures">{layer.ofPrevious === undefined || layer.ofPrevious === null ? '' : formatShare(Number(layer.ofPrevious))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Box>
  );
});
