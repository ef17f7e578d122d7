using Dapper;
using Strata.Platform.Control;
using Strata.Platform.Segments.Library;

namespace Strata.Platform.Segments.Proposals;

/// <summary>The proposals of a workspace, in its control database.</summary>
internal sealed class ProposalStore(ControlStore control)
{
    private const string Columns = "id, kind, segment, definition, started_from, author, reason, at, size, entered, \"left\", state, decided_by, decided_at, comment";

    public long Add(Proposal proposal) => control.Connection.ExecuteScalar<long>(
        """
        INSERT INTO proposal (kind, segment, key, definition, started_from, author, reason, at, size, entered, "left", state)
        VALUES (@Kind, @Name, @key, @Definition, @StartedFrom, @Author, @Reason, @At, @size, @entered, @left, 'waiting') RETURNING id
        """,
        new
        {
            proposal.Target.Kind,
            proposal.Target.Name,
            key = ControlStore.KeyOf(proposal.Target.Name),
            proposal.Definition,
            proposal.StartedFrom,
            proposal.Author,
            proposal.Reason,
            proposal.At,
            size = proposal.Delta?.Size,
            entered = proposal.Delta?.Entered,
            left = proposal.Delta?.Left,
        });

    /// <summary>Those in a state, or all; the newest first.</summary>
    public IReadOnlyList<Proposal> All(ProposalState? state, int limit) => Read(
        $"SELECT {Columns} FROM proposal WHERE @state IS NULL OR state = @state ORDER BY id DESC LIMIT @limit", new { state = state is { } one ? NameOf(one) : null, limit });

    public Proposal? Find(long id) => Read($"SELECT {Columns} FROM proposal WHERE id = @id", new { id }) is [var found, ..] ? found : null;

    /// <summary>Writes what was decided; false where it did not wait any more.</summary>
    public bool Decide(long id, ProposalState state, string by, long at, string? comment) => control.Connection.Execute(
        "UPDATE proposal SET state = @state, decided_by = @by, decided_at = @at, comment = @comment WHERE id = @id AND state = 'waiting'",
        new { id, state = NameOf(state), by, at, comment }) == 1;

    private IReadOnlyList<Proposal> Read(string sql, object parameters) => [.. control.Connection.Query<Row>(sql, parameters).Select(row => row.ToProposal())];

    private static string NameOf(ProposalState state) => state.ToString().ToLowerInvariant();

    /// <summary>A row as SQLite has it.</summary>
    private sealed class Row
    {
        public long Id { get; set; }

        public string Kind { get; set; } = "";

        public string Segment { get; set; } = "";

        public string? Definition { get; set; }

        public long Started_from { get; set; }

        public string Author { get; set; } = "";

        public string? Reason { get; set; }

        public long At { get; set; }

        public long? Size { get; set; }

        public long? Entered { get; set; }

        public long? Left { get; set; }

        public string State { get; set; } = "";

        public string? Decided_by { get; set; }

        public long? Decided_at { get; set; }

        public string? Comment { get; set; }

        public Proposal ToProposal() => new()
        {
            Id = Id,
            Target = new EditTarget(Kind, Segment),
            Definition = Definition,
            StartedFrom = Started_from,
            Author = Author,
            Reason = Reason,
            At = At,
            Delta = Size is { } size ? new MembershipDelta(size, Entered ?? 0, Left ?? 0) : null,
            State = Enum.Parse<ProposalState>(State, ignoreCase: true),
            DecidedBy = Decided_by,
            DecidedAt = Decided_at,
            Comment = Comment,
        };
    }
}
