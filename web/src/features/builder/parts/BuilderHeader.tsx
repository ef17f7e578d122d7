import { ActionIcon, Button, Group, SegmentedControl, TextInput, Tooltip } from '@mantine/core';
import { IconArrowBackUp, IconArrowForwardUp, IconDeviceFloppy } from '@tabler/icons-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { AppLink } from '@/components/AppLink';
import type { Draft } from '../model/draft';
import type { Undoable } from '../model/history';

/** What the definition is called and selects, and what can be done with it as a whole. */
export const BuilderHeader = memo(function BuilderHeader({
  title,
  of,
  saved,
  canUndo,
  canRedo,
  canSave,
  onPut,
  onUndo,
  onRedo,
  onSave,
}: {
  title: string;
  of: Draft['of'];
  /** The name of the segment that is changed; undefined for a new one. */
  saved: string | undefined;
  canUndo: boolean;
  canRedo: boolean;
  canSave: boolean;
  onPut: Undoable<Draft>['put'];
  onUndo: () => void;
  onRedo: () => void;
  onSave: () => void;
}) {
  const { t } = useTranslation('builder');
  return (
    <Group justify="space-between" align="flex-end">
      <Group align="flex-end" style={{ flex: '1 1 18rem' }}>
        <TextInput
          aria-label={t('title')}
          placeholder={t('nameIt')}
          size="md"
          style={{ flex: 1, minWidth: 200 }}
          value={title}
          onChange={(event) => {
            const next = event.currentTarget.value;
            onPut((now) => ({ ...now, title: next }), 'title');
          }}
        />
        <SegmentedControl
          aria-label={t('selects')}
          data={[
            { value: 'accounts', label: t('accounts') },
            { value: 'contacts', label: t('contacts') },
          ]}
          value={of}
          disabled={saved !== undefined}
          onChange={(next) => onPut((now) => ({ ...now, of: next as Draft['of'] }))}
        />
      </Group>
      <Group gap="xs">
        <Tooltip label={t('undo')}>
          <ActionIcon size="lg" variant="default" aria-label={t('undo')} disabled={!canUndo} onClick={onUndo}>
            <IconArrowBackUp size={18} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={t('redo')}>
          <ActionIcon size="lg" variant="default" aria-label={t('redo')} disabled={!canRedo} onClick={onRedo}>
            <IconArrowForwardUp size={18} />
          </ActionIcon>
        </Tooltip>
        {saved !== undefined && (
          <AppLink to="/segments/$name" params={{ name: saved }}>
            {t('backToSegment')}
          </AppLink>
        )}
        <Button leftSection={<IconDeviceFloppy size={16} />} disabled={!canSave} onClick={onSave}>
          {t('save')}
        </Button>
      </Group>
    </Group>
  );
});
