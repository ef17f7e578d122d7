import { closestCenter, DndContext, KeyboardSensor, PointerSensor, useSensor, useSensors, type DragEndEvent } from '@dnd-kit/core';
import { SortableContext, sortableKeyboardCoordinates, useSortable, verticalListSortingStrategy } from '@dnd-kit/sortable';
import { CSS } from '@dnd-kit/utilities';
import { ActionIcon, Box, Group, Paper, Progress, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconGripVertical, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { components } from '@/api/schema';
import { formatCount, formatShare } from '@/components/format';

type Counts = components['schemas']['CountedGroups'];

/** A group while it is edited. */
export interface Part {
  id: string;
  value: string;
  where: string;
}

/** The groups in their order: dragged with the pointer, or moved with buttons and keys. */
export function PartList({ parts, counts, onChange, onMove }: { parts: readonly Part[]; counts: Counts | undefined; onChange: (parts: Part[]) => void; onMove: (from: number, to: number) => void }) {
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: 4 } }), useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }));
  const drop = ({ active, over }: DragEndEvent) => {
    const from = parts.findIndex((part) => part.id === active.id);
    const to = parts.findIndex((part) => part.id === over?.id);
    if (from >= 0 && to >= 0 && from !== to) {
      onMove(from, to);
    }
  };
  return (
    <DndContext sensors={sensors} collisionDetection={closestCenter} onDragEnd={drop}>
      <SortableContext items={parts.map((part) => part.id)} strategy={verticalListSortingStrategy}>
        <Stack gap="xs" component="ol" m={0} p={0}>
          {parts.map((part, place) => (
            <PartRow
              key={part.id}
              part={part}
              place={place}
              last={parts.length - 1}
              count={counts?.groups[place]}
              universe={counts?.universe ?? undefined}
              onChange={(changed) => onChange(parts.map((other) => (other.id === part.id ? changed : other)))}
              onMove={(to) => onMove(place, to)}
              onRemove={() => onChange(parts.filter((other) => other.id !== part.id))}
            />
          ))}
        </Stack>
      </SortableContext>
    </DndContext>
  );
}

function PartRow({
  part,
  place,
  last,
  count,
  universe,
  onChange,
  onMove,
  onRemove,
}: {
  part: Part;
  place: number;
  last: number;
  count: Counts['groups'][number] | undefined;
  universe: number | undefined;
  onChange: (part: Part) => void;
  onMove: (to: number) => void;
  onRemove: () => void;
}) {
  const { t } = useTranslation('profile');
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition, isDragging } = useSortable({ id: part.id });
  const value = part.value || t('groupName', { n: String(place + 1) });
  const share = universe && count?.size != null ? count.size / universe : undefined;
  return (
    <Paper component="li" ref={setNodeRef} p="sm" shadow={isDragging ? 'md' : undefined} style={{ listStyle: 'none', transform: CSS.Translate.toString(transform), transition: transition ?? undefined }} aria-label={value}>
      <Group gap="sm" align="flex-start" wrap="nowrap">
        <Stack gap={2} align="center">
          <ActionIcon variant="subtle" color="gray" ref={setActivatorNodeRef} {...attributes} {...listeners} aria-label={t('drag', { value })} style={{ touchAction: 'none', cursor: 'grab' }}>
            <IconGripVertical size={18} />
          </ActionIcon>
          <ActionIcon variant="subtle" aria-label={t('moveUp', { value })} disabled={place === 0} onClick={() => onMove(place - 1)}>
            <IconArrowUp size={18} />
          </ActionIcon>
          <ActionIcon variant="subtle" aria-label={t('moveDown', { value })} disabled={place === last} onClick={() => onMove(place + 1)}>
            <IconArrowDown size={18} />
          </ActionIcon>
        </Stack>
        <Box style={{ flex: 1, minWidth: 0 }}>
          <Group gap="sm" align="flex-start">
            <TextInput aria-label={t('groupName', { n: String(place + 1) })} value={part.value} onChange={(event) => onChange({ ...part, value: event.currentTarget.value })} style={{ flex: '1 1 10rem' }} />
            <Textarea
              aria-label={t('groupWhere', { n: String(place + 1) })}
              autosize
              minRows={1}
              value={part.where}
              onChange={(event) => onChange({ ...part, where: event.currentTarget.value })}
              error={count?.problems[0] ? `${count.problems[0].message} ${count.problems[0].fix ?? ''}` : undefined}
              styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: '0.85rem' } }}
              style={{ flex: '4 1 18rem' }}
            />
          </Group>
          <Group gap="sm" mt={6} wrap="nowrap">
            <Progress value={(share ?? 0) * 100} aria-label={value} style={{ flex: 1, maxWidth: 200 }} />
            <Text size="xs" c="dimmed" className="figures">
              {count?.size == null || count.matching == null
                ? '–'
                : t('groupShare', { size: formatCount(count.size), share: share === undefined ? '–' : formatShare(share), matching: formatCount(count.matching) })}
            </Text>
          </Group>
        </Box>
        <ActionIcon variant="subtle" color="red" aria-label={t('removeGroup', { value })} onClick={onRemove}>
          <IconTrash size={18} />
        </ActionIcon>
      </Group>
    </Paper>
  );
}
