import { Box, Group, Select, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { aggregateOf, aggregates, quantifierOf, quantifiers, type Node, type Window } from '../model/json';
import { comparisonOf, nodeOf, type Comparison } from '../model/leaf';
import { emptyGroup, isGroup, toBlocks, type BlockGroup } from '../model/query';
import { fieldOfValue, filterScope, isEvent, rowSources, type Scope } from '../model/scope';
import { FilterBlocks } from './Blocks';
import { ComparisonInputs, FieldSelect } from './FieldBlock';
import { WindowSelect } from './WindowSelect';
import classes from './Blocks.module.css';

type Rows = { source: string; property?: string | null; where?: unknown; window?: Window };

const measures = [...quantifiers, ...aggregates] as const;
type Measure = (typeof measures)[number];

/** Rows and what is asked of them: that there are any, none, so many, or that a measure of theirs compares to something. */
export function RowsBlock({ node, scope, onChange }: { node: Node; scope: Scope; onChange: (node: Node) => void }) {
  const { t } = useTranslation('builder');
  const quantifier = quantifierOf(node);
  const comparison = quantifier ? null : comparisonOf(node);
  const measure: Measure = quantifier ?? aggregateOf(comparison!.value)!;
  const rows = (quantifier ? node[quantifier] : comparison!.value[measure]) as Rows;
  const inner = filterScope(scope, rows.source);
  const write = (next: Rows, as: Measure = measure, compared: Comparison | null = comparison) => {
    const body = Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined));
    onChange(isQuantifier(as) ? { [as]: body } : nodeOf({ ...(compared ?? begin(as)), value: { [as]: body } }));
  };
  const filters = isGroup(rows.where) ? rows.where : rows.where ? toBlocks(rows.where as Node) : emptyGroup();
  return (
    <Box>
      <Group gap={6} wrap="wrap">
        <Select
          size="xs"
          w={150}
          aria-label={t('measure')}
          allowDeselect={false}
          data={measures.map((name) => ({ value: name, label: t(`measures.${name}`) }))}
          value={measure}
          onChange={(next) => {
            const as = next as Measure;
            const { property, ...rest } = rows;
            const isDate = (name: Measure) => name === 'first' || name === 'last';
            write(needsProperty(as) ? { ...rest, property: property ?? null } : rest, as, comparison && isDate(as) === isDate(measure) ? comparison : null);
          }}
        />
        {needsProperty(measure) && (
          <FieldSelect
            scope={measure === 'distinct' && isEvent(scope.catalog, rows.source) ? withContact(inner) : inner}
            label={t('property')}
            value={rows.property ?? null}
            only={(field) => !field.path.includes('.') && (measure === 'distinct' || ['number', 'money'].includes(field.type) || (['min', 'max'].includes(measure) && field.type === 'date'))}
            onChange={(property) => write({ ...rows, property })}
          />
        )}
        <SourceSelect scope={scope} value={rows.source} onChange={(source) => onChange(isQuantifier(measure) ? { [measure]: { source } } : nodeOf({ ...comparison!, value: { [measure]: { source } } }))} />
        {comparison && <ComparisonInputs comparison={comparison} field={fieldOfValue(scope, comparison.value)} onChange={(next) => onChange(nodeOf(next))} />}
        {isEvent(scope.catalog, rows.source) && (measure === 'first' || measure === 'last' ? null : <WindowSelect value={rows.window} onChange={(window) => write({ ...rows, ...(window ? { window } : { window: undefined as never }) })} />)}
      </Group>
      <Box className={classes.filters}>
        {filters.rules.length > 0 && (
          <Text size="xs" c="dimmed" mb={4}>
            {t(measure === 'every' ? 'whereEvery' : 'whereFilter')}
          </Text>
        )}
        <FilterBlocks group={filters} scope={inner} onChange={(where: BlockGroup) => write({ ...rows, where: where.rules.length > 0 ? where : undefined })} />
      </Box>
    </Box>
  );
}

function isQuantifier(measure: Measure): measure is (typeof quantifiers)[number] {
  return (quantifiers as readonly string[]).includes(measure);
}

function needsProperty(measure: Measure): boolean {
  return ['sum', 'avg', 'min', 'max', 'distinct'].includes(measure);
}

function begin(measure: Measure): Comparison {
  return measure === 'first' || measure === 'last' ? { value: {}, operator: 'in_last', operand: '30 days' } : { value: {}, operator: '>=', operand: { number: 2 } };
}

function withContact(scope: Scope): Scope {
  return { ...scope, fields: [{ path: 'contact', field: 'contact', type: 'text', description: '', group: scope.source }, ...scope.fields] };
}

function SourceSelect({ scope, value, onChange }: { scope: Scope; value: string; onChange: (source: string) => void }) {
  const { t } = useTranslation('builder');
  const sources = rowSources(scope.catalog, scope.of);
  const known = sources.some((one) => one.written === value) ? sources : [...sources, { written: value, source: { name: value, kind: 'event' as const, description: '', fields: [] } }];
  const groups = (['event', 'collection'] as const).map((kind) => ({
    group: t(kind === 'event' ? 'events' : 'collections'),
    items: known.filter((one) => (one.source.kind === 'event') === (kind === 'event')).map((one) => ({ value: one.written, label: one.written.replaceAll('_', ' ') })),
  }));
  return (
    <Select size="xs" w={160} aria-label={t('rowsOf')} searchable allowDeselect={false} data={groups} value={value} comboboxProps={{ width: 'max-content', position: 'bottom-start' }} onChange={(next) => next && next !== value && onChange(next)} />
  );
}
