import { Text } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { components } from '@/api/schema';
import { AppLink } from '@/components/AppLink';
import { Figure } from '@/components/Chart';
import { formatCount, formatShare } from '@/components/format';
import classes from './MarketFunnel.module.css';

type Funnel = components['schemas']['MarketFunnel'];

/** The market in layers, from every account to the target list; a layer leads to its segment. */
export function MarketFunnel({ funnel }: { funnel: Funnel }) {
  const { t } = useTranslation('home');
  const labels = useMemo(() => funnel.steps.map((step) => step.title ?? t(`layer_${step.layer}`)), [funnel, t]);
  const all = Math.max(1, Number(funnel.steps[0]?.size ?? 1));
  return (
    <>
      <Figure
        title={t('funnel')}
        summary={t('funnelSummary')}
        table={{
          columns: [t('layer'), t('size'), t('share')],
          rows: funnel.steps.map((step, at) => [labels[at]!, formatCount(step.size), step.shareOfBefore == null ? null : formatShare(step.shareOfBefore)]),
        }}
      >
        <ol className={classes.layers}>
          {funnel.steps.map((step, at) => (
            <li key={step.layer} className={classes.layer}>
              <AppLink inherit className={classes.label} to={step.segment ? `/segments/${encodeURIComponent(step.segment)}` : '/accounts'}>
                {labels[at]}
              </AppLink>
              <span className={classes.track} aria-hidden>
                <span className={classes.fill} style={{ width: `${Math.max((Number(step.size) / all) * 100, Number(step.size) > 0 ? 0.5 : 0)}%` }} />
              </span>
              <span className={`figures ${classes.size}`}>
                {formatCount(step.size)}
                {step.shareOfBefore != null && <span className={classes.share}> · {formatShare(step.shareOfBefore)}</span>}
              </span>
            </li>
          ))}
        </ol>
      </Figure>
      {funnel.missing.length > 0 && (
        <Text size="sm" c="dimmed" mt="xs">
          {t('missingLayers', { layers: funnel.missing.map((layer) => t(`layer_${layer}`)).join(', ') })}
        </Text>
      )}
    </>
  );
}
