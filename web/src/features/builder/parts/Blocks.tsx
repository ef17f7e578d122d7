import { ActionIcon, Button, Checkbox, SegmentedControl, Text, Tooltip } from '@mantine/core';
import { useCallbackRef } from '@mantine/hooks';
import { IconFolderPlus, IconX } from '@tabler/icons-react';
import { createContext, memo, useCallback, useContext, useMemo, useState, type MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { QueryBuilder, type ActionProps, type CombinatorSelectorProps, type NotToggleProps, type RuleGroupType, type RuleProps, type RuleType } from 'react-querybuilder';
import { formatCount } from '@/components/format';
import type { Node } from '../model/json';
import { shapeOf } from '../model/leaf';
import { blockOf, finished, withClause, type BlockGroup } from '../model/query';
import { clauseFor, fieldOf, type Scope } from '../model/scope';
import { AddCondition } from './AddCondition';
import { FieldBlock, FieldSelect } from './FieldBlock';
import { MembershipBlock } from './MembershipBlock';
import { RowsBlock } from './RowsBlock';
import { TextBlock } from './TextBlock';
import classes from './Blocks.module.css';

/** What a clause does to the size. */
export interface ClauseFigures {
  alone: number;
  without?: number | undefined;
  soleBlocker?: number | undefined;
}

/** What is known of blocks beside what they say, by their ids. */
export interface BlockFacts {
  figures: ReadonlyMap<string, ClauseFigures>;
  incomplete: ReadonlySet<string>;
  problems: ReadonlyMap<string, string>;
}

const noFacts: BlockFacts = { figures: new Map(), incomplete: new Set(), problems: new Map() };

interface BlocksContext {
  scope: Scope;
  facts: BlockFacts;
  nested: boolean;
  /** Changes one clause. At the top it stays the same function, so that clauses that nobody changed are not drawn again. */
  onReplace: (id: string, clause: Node) => void;
  /** What the button says that adds to the outermost group. */
  addLabel?: string;
}

const Context = createContext<BlocksContext | null>(null);

function useBlocks(): BlocksContext {
  const context = useContext(Context);
  if (!context) {
    throw new Error('Blocks stand in Blocks or FilterBlocks.');
  }
  return context;
}

/** A definition as blocks. */
export const Blocks = memo(function Blocks({
  group,
  scope,
  facts,
  addLabel,
  onChange,
  onReplace,
}: {
  group: BlockGroup;
  scope: Scope;
  facts: BlockFacts;
  addLabel: string;
  onChange: (group: BlockGroup) => void;
  onReplace: (id: string, clause: Node) => void;
}) {
  const context = useMemo(() => ({ scope, facts, nested: false, addLabel, onReplace }), [scope, facts, addLabel, onReplace]);
  return (
    <Context.Provider value={context}>
      <Builder group={group} onChange={onChange} />
    </Context.Provider>
  );
});

/** The filter of rows as blocks. */
export function FilterBlocks({ group, scope, onChange }: { group: BlockGroup; scope: Scope; onChange: (group: BlockGroup) => void }) {
  const context = useMemo(() => ({ scope, facts: noFacts, nested: true, onReplace: (id: string, clause: Node) => onChange(withClause(group, id, clause)) }), [scope, group, onChange]);
  return (
    <Context.Provider value={context}>
      <Builder group={group} onChange={onChange} />
    </Context.Provider>
  );
}

const controls = {
  rule: ClauseBlock,
  combinatorSelector: Combinator,
  notToggle: Negation,
  addRuleAction: AddBlock,
  addGroupAction: AddGroup,
  removeGroupAction: RemoveGroup,
  cloneRuleAction: null,
  cloneGroupAction: null,
  lockRuleAction: null,
  lockGroupAction: null,
};

function Builder({ group, onChange }: { group: BlockGroup; onChange: (group: BlockGroup) => void }) {
  const [shown, setShown] = useState(group);
  // The library tells of a query once when it starts: nobody changed anything then.
  const latest = shown === group ? shown : group;
  if (shown !== group) {
    setShown(group);
  }
  return (
    <div className={classes.blocks}>
      <QueryBuilder
        query={latest as unknown as RuleGroupType}
        onQueryChange={(query) => {
          const next = query as unknown as BlockGroup;
          if (next !== latest) {
            onChange(next);
          }
        }}
        onAddRule={(rule, _path, _query, context) => (isClause(context) ? ({ ...rule, ...blockOf(context.clause) } as unknown as RuleType) : false)}
        showNotToggle
        enableMountQueryChange={false}
        addRuleToNewGroups={false}
        controlElements={controls}
      />
    </div>
  );
}

function isClause(context: unknown): context is { clause: Node } {
  return typeof context === 'object' && context !== null && 'clause' in context;
}

/** One clause. */
function ClauseBlock({ rule, path, actions }: RuleProps) {
  const { t } = useTranslation('builder');
  const { facts, nested, scope, onReplace } = useBlocks();
  const node = rule.value as Node;
  const id = rule.id ?? '';
  const problem = facts.problems.get(id);
  const isIncomplete = nested ? finished(node) === null : facts.incomplete.has(id);
  const figures = facts.figures.get(id);
  const change = useCallback((next: Node) => onReplace(id, next), [onReplace, id]);
  const remove = useCallbackRef(() => actions.onRuleRemove(path));
  return (
    <div className={classes.block} data-nested={nested || undefined} data-state={problem ? 'wrong' : isIncomplete ? 'incomplete' : undefined} role="group" aria-label={t(nested ? 'filterBlock' : 'conditionBlock', { number: path.map((at) => at + 1).join('.') })}>
      <div className={classes.body}>
        <ClauseEditor node={node} scope={scope} onChange={change} />
        {problem && (
          <Text size="xs" c="var(--mantine-color-error)" mt={4} role="alert">
            {problem}
          </Text>
        )}
        {isIncomplete && !problem && (
          <Text size="xs" c="dimmed" mt={4}>
            {t('incomplete')}
          </Text>
        )}
      </div>
      <div className={classes.side}>
        <Remove label={t(nested ? 'removeFilter' : 'removeCondition')} onRemove={remove} />
        {figures && <Figures figures={figures} />}
      </div>
    </div>
  );
}

const Remove = memo(function Remove({ label, onRemove }: { label: string; onRemove: () => void }) {
  return (
    <ActionIcon size="sm" variant="subtle" color="gray" aria-label={label} onClick={onRemove}>
      <IconX size={16} />
    </ActionIcon>
  );
});

const ClauseEditor = memo(function ClauseEditor({ node, scope, onChange }: { node: Node; scope: Scope; onChange: (node: Node) => void }) {
  const { t } = useTranslation('builder');
  if ('not' in node && shapeOf(node['not'] as Node) !== 'text') {
    return (
      <>
        <Checkbox size="xs" mb={6} label={t('not')} checked onChange={() => onChange(node['not'] as Node)} />
        <ClauseEditor node={node['not'] as Node} scope={scope} onChange={(inner) => onChange({ not: inner })} />
      </>
    );
  }
  switch (shapeOf(node)) {
    case 'field':
      return <FieldBlock node={node} scope={scope} onChange={onChange} />;
    case 'rows':
      return <RowsBlock node={node} scope={scope} onChange={onChange} />;
    case 'membership':
      return <MembershipBlock node={node} scope={scope} onChange={onChange} />;
    case 'text':
      return <TextBlock node={node} scope={scope} onChange={onChange} />;
  }
});

const Figures = memo(function Figures({ figures: { alone, without, soleBlocker } }: { figures: ClauseFigures }) {
  const { t } = useTranslation('builder');
  const more: string[] = [t('aloneIs', { count: alone, replace: { count: formatCount(alone) } })];
  if (without !== undefined) {
    more.push(t('withoutIs', { count: without, replace: { count: formatCount(without) } }));
  }
  if (soleBlocker !== undefined) {
    more.push(t('keepsOut', { count: soleBlocker, replace: { count: formatCount(soleBlocker) } }));
  }
  return (
    <Tooltip label={more.join(' ')} multiline w={260}>
      <Text size="sm" fw={600} className="figures" tabIndex={0} data-testid="clause-count">
        {formatCount(alone)}
      </Text>
    </Tooltip>
  );
});

function Combinator({ value, handleOnChange, rules, ruleGroup }: CombinatorSelectorProps) {
  const { facts } = useBlocks();
  const figures = facts.figures.get(ruleGroup.id ?? '');
  const change = useCallbackRef((next: string) => handleOnChange(next));
  if (rules.length < 2) {
    return null;
  }
  return (
    <>
      <AllOrAny value={value ?? 'and'} onChange={change} />
      {figures && <Figures figures={figures} />}
    </>
  );
}

const AllOrAny = memo(function AllOrAny({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { t } = useTranslation('builder');
  return (
    <SegmentedControl
      size="xs"
      aria-label={t('combinator')}
      data={[
        { value: 'and', label: t('allOf') },
        { value: 'or', label: t('anyOf') },
      ]}
      value={value}
      onChange={onChange}
    />
  );
});

function Negation({ checked, handleOnChange, ruleGroup, path }: NotToggleProps) {
  const { t } = useTranslation('builder');
  if (ruleGroup.rules.length === 0 || (path.length === 0 && ruleGroup.rules.length < 2 && !checked)) {
    return null;
  }
  return <Checkbox size="xs" label={t('notGroup')} checked={checked ?? false} onChange={(event) => handleOnChange(event.currentTarget.checked)} />;
}

function AddBlock({ handleOnClick, path }: ActionProps) {
  const { t } = useTranslation('builder');
  const { nested, scope, addLabel } = useBlocks();
  const add = useCallbackRef((clause: Node) => handleOnClick(undefined, { clause }));
  return (
    <div className={classes.add}>
      {nested ? <AddFilter scope={scope} onAdd={add} /> : <AddCondition scope={scope} onAdd={add} label={path.length === 0 && addLabel ? addLabel : t('addConditionHere')} />}
    </div>
  );
}

const AddFilter = memo(function AddFilter({ scope, onAdd }: { scope: Scope; onAdd: (clause: Node) => void }) {
  const { t } = useTranslation('builder');
  const [isOpen, setOpen] = useState(false);
  return isOpen ? (
    <FieldSelect
      scope={scope}
      value={null}
      label={t('addFilter')}
      onChange={(path) => {
        setOpen(false);
        onAdd(clauseFor(fieldOf(scope, path)));
      }}
    />
  ) : (
    <Button size="compact-xs" variant="subtle" onClick={() => setOpen(true)}>
      {t('addFilter')}
    </Button>
  );
});

function AddGroup({ handleOnClick, rules }: ActionProps) {
  const { nested } = useBlocks();
  const add = useCallbackRef((event: MouseEvent) => handleOnClick(event));
  return nested && (rules?.length ?? 0) === 0 ? null : <AddGroupButton nested={nested} onAdd={add} />;
}

const AddGroupButton = memo(function AddGroupButton({ nested, onAdd }: { nested: boolean; onAdd: (event: MouseEvent) => void }) {
  const { t } = useTranslation('builder');
  return (
    <Button className={classes.add} size={nested ? 'compact-xs' : 'compact-sm'} variant="subtle" leftSection={<IconFolderPlus size={14} />} onClick={onAdd}>
      {t('addGroup')}
    </Button>
  );
});

function RemoveGroup({ handleOnClick }: ActionProps) {
  const { t } = useTranslation('builder');
  return (
    <ActionIcon size="sm" variant="subtle" color="gray" ml="auto" aria-label={t('removeGroup')} onClick={(event) => handleOnClick(event)}>
      <IconX size={16} />
    </ActionIcon>
  );
}
