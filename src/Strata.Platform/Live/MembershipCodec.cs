using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Strata.Language.Catalog;

namespace Strata.Platform.Live;

/// <summary>
/// Changes of memberships as bytes of the journal. They are held in this form too: a change that waits to be stored is no object that a
/// collection would have to move.
/// </summary>
internal static class MembershipCodec
{
    private const int MostVarintBytes = 10;

    /// <summary>The changes as one record.</summary>
    /// <param name="first">The number of the first; each of the others has the next.</param>
    /// <param name="changes">The changes; at least one.</param>
    public static byte[] Write(long first, IReadOnlyList<MembershipChange> changes)
    {
        var writer = new Writer(changes.Count);
        writer.Varint((ulong)changes.Count);
        for (int i = 0; i < changes.Count; i++)
        {
            MembershipChange change = changes[i];
            writer.Varint((ulong)(first + i));
            writer.Text(change.Segment);
            writer.Varint((ulong)change.Version);
            writer.Byte((byte)change.Of);
            writer.Varint((ulong)change.Ref);
            writer.Text(change.EntityId);
            writer.Byte(change.Entered ? (byte)1 : (byte)0);
            writer.Fixed(change.At);
            writer.Byte((byte)change.Cause.Kind);
            writer.Byte(change.Cause.Id is null ? (byte)0 : (byte)1);
            writer.Text(change.Cause.Id ?? "");
        }

        return writer.Take();
    }

    /// <summary>The changes of a record, one after the other.</summary>
    public static Reader Read(ReadOnlySpan<byte> record) => new(record);

    /// <summary>Goes through the changes of a record; texts are parts of it, UTF-8.</summary>
    public ref struct Reader
    {
        private ReadOnlySpan<byte> _rest;
        private ulong _left;

        internal Reader(ReadOnlySpan<byte> record)
        {
            _rest = record;
            _left = Varint();
        }

        /// <summary>The number of the change.</summary>
        public long Offset { get; private set; }

        /// <summary>The segment's name.</summary>
        public ReadOnlySpan<byte> Segment { get; private set; }

        /// <summary>The version of its definition.</summary>
        public long Version { get; private set; }

        /// <summary>What the segment is made of.</summary>
        public EntityKind Of { get; private set; }

        /// <summary>The entity's number.</summary>
        public long Ref { get; private set; }

        /// <summary>The entity's id.</summary>
        public ReadOnlySpan<byte> EntityId { get; private set; }

        /// <summary>True where it entered.</summary>
        public bool Entered { get; private set; }

        /// <summary>When, in UTC microseconds.</summary>
        public long At { get; private set; }

        /// <summary>Why.</summary>
        public MembershipCauseKind Cause { get; private set; }

        /// <summary>True where the cause has an id.</summary>
        public bool HasCauseId { get; private set; }

        /// <summary>The id of the cause; empty where it has none.</summary>
        public ReadOnlySpan<byte> CauseId { get; private set; }

        /// <summary>Goes to the next change; false where there is none.</summary>
        public bool Next()
        {
            if (_left == 0)
            {
                return false;
            }

            _left--;
            Offset = (long)Varint();
            Segment = Text();
            Version = (long)Varint();
            Of = (EntityKind)Byte();
            Ref = (long)Varint();
            EntityId = Text();
            Entered = Byte() != 0;
            At = BinaryPrimitives.ReadInt64LittleEndian(_rest);
            _rest = _rest[sizeof(long)..];
            Cause = (MembershipCauseKind)Byte();
            HasCauseId = Byte() != 0;
            CauseId = Text();
            return true;
        }

        /// <summary>The change, for whoever keeps it.</summary>
        public readonly LoggedChange Change() => new(Offset, new MembershipChange(
            Encoding.UTF8.GetString(Segment),
            Version,
            Of,
            Ref,
            Encoding.UTF8.GetString(EntityId),
            Entered,
            At,
            new MembershipCause(Cause, HasCauseId ? Encoding.UTF8.GetString(CauseId) : null)));

        private ulong Varint()
        {
            ulong value = 0;
            for (int shift = 0; ; shift += 7)
            {
                byte part = Byte();
                value |= (ulong)(part & 0x7f) << shift;
                if (part < 0x80)
                {
                    return value;
                }
            }
        }

        private byte Byte()
        {
            byte value = _rest[0];
            _rest = _rest[1..];
            return value;
        }

        private ReadOnlySpan<byte> Text()
        {
            int length = (int)Varint();
            ReadOnlySpan<byte> text = _rest[..length];
            _rest = _rest[length..];
            return text;
        }
    }

    private ref struct Writer(int changes)
    {
        private const int UsualBytes = 128;
        private byte[] _bytes = ArrayPool<byte>.Shared.Rent((changes + 1) * UsualBytes);
        private int _end;

        public void Varint(ulong value)
        {
            Room(MostVarintBytes);
            for (; value >= 0x80; value >>= 7)
            {
                _bytes[_end++] = (byte)(value | 0x80);
            }

            _bytes[_end++] = (byte)value;
        }

        public void Byte(byte value)
        {
            Room(1);
            _bytes[_end++] = value;
        }

        public void Fixed(long value)
        {
            Room(sizeof(long));
            BinaryPrimitives.WriteInt64LittleEndian(_bytes.AsSpan(_end), value);
            _end += sizeof(long);
        }

        public void Text(string text)
        {
            int length = Encoding.UTF8.GetByteCount(text);
            Varint((ulong)length);
            Room(length);
            _end += Encoding.UTF8.GetBytes(text, _bytes.AsSpan(_end));
        }

        public readonly byte[] Take()
        {
            byte[] record = _bytes.AsSpan(0, _end).ToArray();
            ArrayPool<byte>.Shared.Return(_bytes);
            return record;
        }

        private void Room(int length)
        {
            if (_end + length > _bytes.Length)
            {
                byte[] grown = ArrayPool<byte>.Shared.Rent(Math.Max(_end + length, _bytes.Length * 2));
                _bytes.AsSpan(0, _end).CopyTo(grown);
                ArrayPool<byte>.Shared.Return(_bytes);
                _bytes = grown;
            }
        }
    }
}
