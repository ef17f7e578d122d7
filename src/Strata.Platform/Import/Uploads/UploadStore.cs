using System.Text.Json;
using System.Text.Json.Serialization;
using Strata.Language;
using Strata.Warehouse.Load;
using Strata.Warehouse.Schema;

namespace Strata.Platform.Import.Uploads;

/// <summary>
/// The uploads of a data directory: each a folder below <c>uploads</c> with its files and what was said of them. They outlive a restart and
/// are deleted after a week, or when somebody discards them. Thread-safe.
/// </summary>
/// <param name="directory">The data directory.</param>
/// <param name="clock">The clock.</param>
public sealed class UploadStore(DataDirectory directory, TimeProvider clock)
{
    /// <summary>How long an upload is kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    /// <summary>The most uploads that are kept at once.</summary>
    public const int Most = 100;

    /// <summary>The longest name of a file, in characters.</summary>
    private const int LongestName = 150;

    private const string About = "upload.json";
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Converters = { new JsonStringEnumConverter() } };
    private readonly Lock _lock = new();
    private readonly string _root = Path.Combine(directory.FullPath, "uploads");

    /// <summary>The uploads, the newest first.</summary>
    public IReadOnlyList<Upload> All
    {
        get
        {
            lock (_lock)
            {
                return Directory.Exists(_root)
                    ? [.. Directory.EnumerateDirectories(_root).Select(folder => Read(Path.GetFileName(folder))).OfType<Upload>().OrderByDescending(upload => upload.At)]
                    : [];
            }
        }
    }

    /// <summary>Begins an upload: files are written to the paths that <see cref="PathFor"/> gives, then <see cref="Save"/> keeps it.</summary>
    /// <exception cref="UserErrorException">Code <c>busy</c>: too many wait already.</exception>
    public string Begin()
    {
        DeleteOld();
        if (All.Count >= Most)
        {
            throw new UserErrorException("busy", $"There are {Most} uploads already.", fix: "Discard some that are not needed any more.");
        }

        string id = $"up_{Guid.CreateVersion7():N}";
        Directory.CreateDirectory(Path.Combine(_root, id));
        return id;
    }

    /// <summary>Where a file of an upload is.</summary>
    /// <param name="upload">The upload's id.</param>
    /// <param name="number">The file's number.</param>
    /// <param name="name">The file's name, as <see cref="CleanName"/> gives it.</param>
    public string PathFor(string upload, int number, string name)
    {
        string folder = Path.Combine(Folder(upload), number.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Directory.CreateDirectory(folder);
        return Path.Combine(folder, name);
    }

    /// <summary>Where the map of a file is that a person said.</summary>
    public string MapPath(string upload, int number) => Path.Combine(Folder(upload), $"{number.ToString(System.Globalization.CultureInfo.InvariantCulture)}.map.yaml");

    /// <summary>A name that names a file and nothing else: without folders, control characters and the like.</summary>
    public static string CleanName(string? name)
    {
        string bare = (name ?? "").Split('/', '\\')[^1];
        string clean = string.Concat(bare.Where(unit => !char.IsControl(unit) && unit is not (':' or '*' or '?' or '"' or '<' or '>' or '|'))).Trim().TrimStart('.');
        return clean.Length == 0 ? "file" : clean.Length > LongestName ? clean[^LongestName..] : clean;
    }

    /// <summary>An upload by its id; null where there is none.</summary>
    public Upload? Find(string id)
    {
        lock (_lock)
        {
            return IsId(id) ? Read(id) : null;
        }
    }

    /// <summary>Keeps what is said of an upload.</summary>
    public void Save(Upload upload)
    {
        ArgumentNullException.ThrowIfNull(upload);
        lock (_lock)
        {
            Write(upload);
        }
    }

    /// <summary>Changes what is said of an upload; gives it as it is then, or null where there is none.</summary>
    public Upload? Change(string id, Func<Upload, Upload> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        lock (_lock)
        {
            if (!IsId(id) || Read(id) is not { } upload)
            {
                return null;
            }

            Upload changed = change(upload);
            Write(changed);
            return changed;
        }
    }

    /// <summary>Deletes an upload with its files; what was imported stays.</summary>
    public void Delete(string id)
    {
        lock (_lock)
        {
            if (IsId(id) && Directory.Exists(Folder(id)))
            {
                Directory.Delete(Folder(id), recursive: true);
            }
        }
    }

    /// <summary>How an import takes a file of an upload.</summary>
    /// <param name="upload">The upload.</param>
    /// <param name="file">Its file.</param>
    /// <param name="zone">The workspace's zone.</param>
    public ImportRequest RequestFor(Upload upload, UploadedFile file, NodaTime.DateTimeZone zone)
    {
        ArgumentNullException.ThrowIfNull(upload);
        ArgumentNullException.ThrowIfNull(file);
        return new ImportRequest([PathFor(upload.Id, file.Number, file.Name)])
        {
            As = file.As,
            MapFile = file.IsMapped ? MapPath(upload.Id, file.Number) : null,
            Dates = file.Dates,
            Source = upload.Source,
            SourceKind = upload.SourceKind,
            Zone = zone,
        };
    }

    /// <summary>The source that files come from where nobody says another.</summary>
    public static (string Name, SourceKind Kind) StandardSource => ("crm", SourceKind.Crm);

    private static readonly System.Buffers.SearchValues<char> Hexadecimal = System.Buffers.SearchValues.Create("0123456789abcdef");

    private static bool IsId(string id) => id.StartsWith("up_", StringComparison.Ordinal) && id.AsSpan(3).IndexOfAnyExcept(Hexadecimal) < 0;

    private string Folder(string id) => Path.Combine(_root, id);

    private Upload? Read(string id)
    {
        string path = Path.Combine(Folder(id), About);
        return File.Exists(path) ? JsonSerializer.Deserialize<Upload>(File.ReadAllText(path), Json) : null;
    }

    private void Write(Upload upload)
    {
        string path = Path.Combine(Folder(upload.Id), About), next = path + ".new";
        File.WriteAllText(next, JsonSerializer.Serialize(upload, Json));
        File.Move(next, path, overwrite: true);
    }

    /// <summary>Also what was begun and never came to its end.</summary>
    private void DeleteOld()
    {
        DateTimeOffset oldest = clock.GetUtcNow() - Kept;
        lock (_lock)
        {
            foreach (string folder in Directory.Exists(_root) ? Directory.EnumerateDirectories(_root).ToArray() : [])
            {
                if (Directory.GetLastWriteTimeUtc(folder) < oldest.UtcDateTime)
                {
                    Directory.Delete(folder, recursive: true);
                }
            }
        }
    }
}
