import { Group, Select } from '@mantine/core';
import { useCallbackRef } from '@mantine/hooks';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Constant, Node } from '../model/json';
import { comparisonOf, nodeOf, operandKindOf, operatorsOf, withOperator, wordsOf, type Comparison, type Operator } from '../model/leaf';
import { clauseFor, fieldOf, type Scope, type ScopeField } from '../model/scope';
import { ConstantInput, ConstantsInput, DurationInput, MomentInput, WordInput, WordsInput } from './ValueInputs';

/** A comparison of a field: `industry is one of …`. */
export function FieldBlock({ node, scope, onChange }: { node: Node; scope: Scope; onChange: (node: Node) => void }) {
  const comparison = comparisonOf(node);
  if (!comparison) {
    return null;
  }
  const path = String(comparison.value['path']);
  const changeField = (next: string) => {
    const before = fieldOf(scope, path);
    const after = fieldOf(scope, next);
    const isAlike = operatorsOf(before.type, Boolean(before.taxonomy)).join() === operatorsOf(after.type, Boolean(after.taxonomy)).join();
    onChange(isAlike ? nodeOf({ ...comparison, value: { path: next }, operand: before.path === after.path ? comparison.operand : emptied(comparison) }) : clauseFor(after));
  };
  return (
    <Group gap={6} wrap="wrap">
      <FieldSelect scope={scope} value={path} onChange={changeField} />
      <ComparisonInputs comparison={comparison} field={fieldOf(scope, path)} onChange={(next) => onChange(nodeOf(next))} />
    </Group>
  );
}

function emptied(comparison: Comparison): unknown {
  return Array.isArray(comparison.operand) && operandKindOf(comparison.operator) !== 'range' ? [] : operandKindOf(comparison.operator) === 'duration' ? comparison.operand : null;
}

/** How a value is compared, and with what. */
export function ComparisonInputs({ comparison, field, onChange }: { comparison: Comparison; field: ScopeField; onChange: (comparison: Comparison) => void }) {
  const changeOperator = useCallbackRef((next: Operator) => onChange(withOperator(comparison, next)));
  return (
    <>
      <OperatorSelect field={field} value={comparison.operator} onChange={changeOperator} />
      <OperandInput comparison={comparison} field={field} onChange={(operand) => onChange({ ...comparison, operand })} />
    </>
  );
}

const OperatorSelect = memo(function OperatorSelect({ field, value, onChange }: { field: ScopeField; value: Operator; onChange: (operator: Operator) => void }) {
  const { t } = useTranslation('builder');
  const usual = operatorsOf(field.type, Boolean(field.taxonomy));
  const data = usual.includes(value) ? usual : [value, ...usual];
  return (
    <Select
      size="xs"
      w={150}
      aria-label={t('operator')}
      allowDeselect={false}
      data={data.map((name) => ({ value: name, label: t(`operators.${name}`) }))}
      value={value}
      onChange={(next) => onChange(next as Operator)}
    />
  );
});

function OperandInput({ comparison, field, onChange }: { comparison: Comparison; field: ScopeField; onChange: (operand: unknown) => void }) {
  const { t } = useTranslation('builder');
  const { operand } = comparison;
  switch (operandKindOf(comparison.operator)) {
    case 'none':
      return null;
    case 'constant':
      return <ConstantInput field={field} value={operand as Constant | null} onChange={onChange} />;
    case 'constants':
      return <ConstantsInput field={field} value={(operand ?? []) as Constant[]} onChange={onChange} />;
    case 'categories':
      return <WordsInput field={field} value={wordsOf(operand)} onChange={onChange} categories={comparison.operator.endsWith('under')} />;
    case 'text':
      return <WordInput field={field} value={(operand ?? null) as string | null} onChange={onChange} />;
    case 'duration':
      return <DurationInput value={operand as string | null} onChange={onChange} />;
    case 'moment':
      return <MomentInput field={field} value={operand as Constant | null} onChange={onChange} />;
    case 'range': {
      const [low = null, high = null] = (operand ?? []) as (Constant | null)[];
      return (
        <Group gap={4}>
          <ConstantInput field={field} value={low} onChange={(next) => onChange([next, high])} />
          <span>{t('and')}</span>
          <ConstantInput field={field} value={high} onChange={(next) => onChange([low, next])} />
        </Group>
      );
    }
  }
}

/** A field of what the blocks may speak of, and how it is chosen. */
interface FieldSelectProps {
  scope: Scope;
  value: string | null;
  onChange: (path: string) => void;
  only?: (field: ScopeField) => boolean;
  label?: string;
}

/** Chooses a field of what the blocks may speak of. */
export function FieldSelect({ onChange, ...props }: FieldSelectProps) {
  return <Fields {...props} onChange={useCallbackRef(onChange)} />;
}

/** There are many fields: drawn only where they, or what is chosen, change. */
const Fields = memo(function Fields({ scope, value, onChange, only, label }: FieldSelectProps) {
  const { t } = useTranslation('builder');
  const groups = new Map<string, { value: string; label: string }[]>();
  const offered = new Set<string>();
  for (const field of scope.fields.filter((one) => only?.(one) ?? true)) {
    // A segmentation that is written back is a field of the same name too.
    if (offered.has(field.path)) {
      continue;
    }
    offered.add(field.path);
    groups.set(field.group, [...(groups.get(field.group) ?? []), { value: field.path, label: field.path.replaceAll('_', ' ') }]);
  }
  if (value !== null && !scope.fields.some((field) => field.path === value)) {
    groups.set(t('other'), [{ value, label: value }]);
  }
  return (
    <Select
      size="xs"
      w={170}
      aria-label={label ?? t('field')}
      placeholder={t('chooseField')}
      searchable
      allowDeselect={false}
      data={[...groups].map(([group, items]) => ({ group: group.replaceAll('_', ' '), items }))}
      value={value}
      comboboxProps={{ width: 'max-content', position: 'bottom-start' }}
      onChange={(next) => next !== null && onChange(next)}
    />
  );
});
