using System.Text;
using Strata.Language.Catalog;

namespace Strata.Platform.Live;

/// <summary>Changes of memberships as bytes of the journal.</summary>
internal static class MembershipCodec
{
    /// <summary>The changes as one record.</summary>
    public static byte[] Write(IReadOnlyList<LoggedChange> changes)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        writer.Write7BitEncodedInt(changes.Count);
        foreach ((long offset, MembershipChange change) in changes)
        {
            writer.Write7BitEncodedInt64(offset);
            writer.Write(change.Segment);
            writer.Write7BitEncodedInt64(change.Version);
            writer.Write((byte)change.Of);
            writer.Write7BitEncodedInt64(change.Ref);
            writer.Write(change.EntityId);
            writer.Write(change.Entered);
            writer.Write(change.At);
            writer.Write((byte)change.Cause.Kind);
            writer.Write(change.Cause.Id is not null);
            writer.Write(change.Cause.Id ?? "");
        }

        writer.Flush();
        return bytes.ToArray();
    }

    /// <summary>The changes of a record.</summary>
    public static IReadOnlyList<LoggedChange> Read(ReadOnlyMemory<byte> record)
    {
        using var reader = new BinaryReader(new MemoryStream(record.ToArray()), Encoding.UTF8);
        var changes = new LoggedChange[reader.Read7BitEncodedInt()];
        for (int i = 0; i < changes.Length; i++)
        {
            long offset = reader.Read7BitEncodedInt64();
            string segment = reader.ReadString();
            long version = reader.Read7BitEncodedInt64();
            var of = (EntityKind)reader.ReadByte();
            long reference = reader.Read7BitEncodedInt64();
            string id = reader.ReadString();
            bool entered = reader.ReadBoolean();
            long at = reader.ReadInt64();
            var kind = (MembershipCauseKind)reader.ReadByte();
            bool hasId = reader.ReadBoolean();
            string cause = reader.ReadString();
            changes[i] = new LoggedChange(
                offset, new MembershipChange(segment, version, of, reference, id, entered, at, new MembershipCause(kind, hasId ? cause : null)));
        }

        return changes;
    }
}
