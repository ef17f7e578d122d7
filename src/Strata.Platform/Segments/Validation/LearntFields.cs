using System.Text.Json;
using Strata.Platform.Control;
using Strata.Platform.Scoring.Scores;
using Strata.Platform.Segments.Library;

namespace Strata.Platform.Segments.Validation;

/// <summary>
/// Finds the fields that a definition reads, itself or through the segments that it names, and that Strata learnt from how deals ended:
/// before they were first written the past is divided by what was learnt later, so that groups differ more than they will.
/// </summary>
internal sealed class LearntFields
{
    private static readonly HashSet<string> Learnt = [.. ScoreDefinition.All.Select(score => score.Field), "fit_grade", "churn_risk"];

    private readonly DefinitionLibrary _library;
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _found = new(StringComparer.Ordinal);

    private LearntFields(DefinitionLibrary library) => _library = library;

    /// <summary>Their names.</summary>
    public static IReadOnlyCollection<string> Of(DefinitionLibrary library, string definition)
    {
        var fields = new LearntFields(library);
        fields.Follow(definition);
        return fields._found;
    }

    private void Follow(string name)
    {
        if (!_seen.Add(ControlStore.KeyOf(name)))
        {
            return;
        }

        foreach (LibraryEntry entry in _library.Entries.Where(entry => ControlStore.KeyOf(entry.Definition.Name) == ControlStore.KeyOf(name)))
        {
            using var document = JsonDocument.Parse(entry.Stored.Json, new JsonDocumentOptions { MaxDepth = 1000 });
            Read(document.RootElement);
        }
    }

    private void Read(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in element.EnumerateArray())
            {
                Read(item);
            }
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty member in element.EnumerateObject())
            {
                Read(member);
            }
        }
    }

    private void Read(JsonProperty member)
    {
        if (member.NameEquals("in_segment") && member.Value.TryGetProperty("name", out JsonElement name))
        {
            Follow(name.GetString()!);
        }
        else if (member.NameEquals("path") && member.Value.ValueKind == JsonValueKind.String && Learnt.Contains(member.Value.GetString()!))
        {
            _found.Add(member.Value.GetString()!);
        }
        else
        {
            Read(member.Value);
        }
    }
}
