using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using Strata.Language;
using Strata.Platform.Control;
using Strata.Platform.Scoring.Scores;
using Strata.Platform.Scoring.Training;

namespace Strata.Platform.Scoring.Store;

/// <summary>The models of a workspace, every version of them, in <c>control.db</c>.</summary>
internal sealed class ModelStore(ControlStore control)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private SqliteConnection Connection => control.Connection;

    /// <summary>The version in use; null where there is none.</summary>
    public StoredModel? Champion(string score) => Read("WHERE score = @score AND champion", new { score }).FirstOrDefault();

    /// <summary>A version.</summary>
    /// <exception cref="UserErrorException">Code <c>argument</c>: there is none of that number.</exception>
    public StoredModel Find(string score, long version) => Read("WHERE score = @score AND version = @version", new { score, version }).FirstOrDefault()
        ?? throw new UserErrorException("argument", $"There is no version {version} of the score '{score}'.", fix: "`strata score list` shows them.");

    /// <summary>Every version, the newest of each score first.</summary>
    public IReadOnlyList<StoredModel> All() => Read("ORDER BY score, version DESC", new { });

    /// <summary>Stores a new version; where it is to be used, the one in use until now no longer is.</summary>
    public StoredModel Add(StoredModel model)
    {
        using SqliteTransaction transaction = Connection.BeginTransaction();
        if (model.IsChampion)
        {
            Connection.Execute("UPDATE score_model SET champion = 0 WHERE score = @Score", new { model.Score }, transaction);
        }

        long version = Connection.ExecuteScalar<long>(
            """
            INSERT INTO score_model (score, version, trained_at, trained_through, champion, verdict, card, model)
            VALUES (@Score, (SELECT coalesce(max(version), 0) + 1 FROM score_model WHERE score = @Score),
                @TrainedAt, @TrainedThrough, @IsChampion, @Verdict, @card, @packed) RETURNING version
            """,
            new { model.Score, model.TrainedAt, model.TrainedThrough, model.IsChampion, model.Verdict, card = JsonSerializer.Serialize(model.Card, Json), packed = Pack(model.Model.ToJson()) },
            transaction);
        transaction.Commit();
        return model with { Version = version };
    }

    /// <summary>Makes a version the one in use.</summary>
    public void Use(StoredModel model, string verdict)
    {
        using SqliteTransaction transaction = Connection.BeginTransaction();
        Connection.Execute("UPDATE score_model SET champion = 0 WHERE score = @Score", new { model.Score }, transaction);
        Connection.Execute(
            "UPDATE score_model SET champion = 1, verdict = @verdict WHERE score = @Score AND version = @Version", new { model.Score, model.Version, verdict }, transaction);
        transaction.Commit();
    }

    /// <summary>When a score was last written; null where it never was.</summary>
    public ScoreRun? LastRun(string score) => Runs().FirstOrDefault(run => run.Score == score);

    /// <summary>When each score was last written.</summary>
    public IReadOnlyList<ScoreRun> Runs() =>
    [
        .. Connection.Query<RunRow>("SELECT score, version, at, accounts, drift, edges, shares FROM score_run ORDER BY score").Select(row => new ScoreRun(row.Score, row.Version, row.At, row.Accounts, row.Drift)
        {
            Edges = JsonSerializer.Deserialize<double[]>(row.Edges)!,
            Shares = JsonSerializer.Deserialize<double[]>(row.Shares)!,
        }),
    ];

    /// <summary>Remembers that a score was written.</summary>
    public void Note(ScoreRun run) => Connection.Execute(
        "INSERT OR REPLACE INTO score_run (score, version, at, accounts, drift, edges, shares) VALUES (@Score, @Version, @At, @Accounts, @Drift, @edges, @shares)",
        new { run.Score, run.Version, run.At, run.Accounts, run.Drift, edges = JsonSerializer.Serialize(run.Edges), shares = JsonSerializer.Serialize(run.Shares) });

    private List<StoredModel> Read(string filter, object values) =>
    [
        .. Connection.Query<ModelRow>($"SELECT score, version, trained_at AS TrainedAt, trained_through AS TrainedThrough, champion, verdict, card, model FROM score_model {filter}", values)
            .Select(row => new StoredModel(row.Score, row.Version, row.TrainedAt, row.TrainedThrough, row.Champion != 0, row.Verdict, JsonSerializer.Deserialize<ScoreCard>(row.Card, Json)!)
            {
                Model = ScoreModel.FromJson(Unpack(row.Model)),
            }),
    ];

    private static byte[] Pack(string text)
    {
        using var packed = new MemoryStream();
        using (var packer = new BrotliStream(packed, CompressionLevel.Fastest))
        {
            packer.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }

    private static string Unpack(byte[] packed)
    {
        using var unpacker = new StreamReader(new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress), Encoding.UTF8);
        return unpacker.ReadToEnd();
    }

    private sealed class ModelRow
    {
        public string Score { get; set; } = "";

        public long Version { get; set; }

        public long TrainedAt { get; set; }

        public long TrainedThrough { get; set; }

        public long Champion { get; set; }

        public string Verdict { get; set; } = "";

        public string Card { get; set; } = "";

        public byte[] Model { get; set; } = [];
    }

    private sealed class RunRow
    {
        public string Score { get; set; } = "";

        public long Version { get; set; }

        public long At { get; set; }

        public long Accounts { get; set; }

        public double? Drift { get; set; }

        public string Edges { get; set; } = "[]";

        public string Shares { get; set; } = "[]";
    }
}
