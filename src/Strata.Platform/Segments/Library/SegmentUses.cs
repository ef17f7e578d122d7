using System.Text.Json;
using Strata.Platform.Control;
using Strata.Platform.Segments.Definitions;
using Strata.Platform.Workspaces;

namespace Strata.Platform.Segments.Library;

/// <summary>Something that uses a segment.</summary>
/// <param name="Kind"><c>segment</c>, <c>segmentation</c>, <c>trait</c> or <c>webhook</c>.</param>
/// <param name="Name">Its name; of a webhook its id.</param>
/// <param name="Title">What people call it; of a webhook its address.</param>
public sealed record SegmentUse(string Kind, string Name, string Title);

/// <summary>Finds what uses a segment: definitions that name it, and webhooks that tell of it.</summary>
public static class SegmentUses
{
    /// <summary>Finds them, by kind and name.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="segment">The segment's name.</param>
    public static IReadOnlyList<SegmentUse> Of(Workspace workspace, string segment)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        string key = ControlStore.KeyOf(segment);
        IEnumerable<SegmentUse> definitions = workspace.Library.Entries
            .Where(entry => ControlStore.KeyOf(entry.Definition.Name) != key && Names(entry.Stored.Json, key))
            .Select(entry => new SegmentUse(
                DefinitionWriter.KindOf(entry.Definition), entry.Definition.Name, (entry.Definition as Language.Definitions.SegmentDefinition)?.Title ?? entry.Definition.Name));
        IEnumerable<SegmentUse> webhooks = workspace.Webhooks.All()
            .Select(state => state.Webhook)
            .Where(webhook => webhook.Segments.Any(name => ControlStore.KeyOf(name) == key))
            .Select(webhook => new SegmentUse("webhook", webhook.Id, webhook.Url.ToString()));
        return [.. definitions.Concat(webhooks).OrderBy(use => use.Kind, StringComparer.Ordinal).ThenBy(use => use.Name, StringComparer.Ordinal)];
    }

    private static bool Names(string json, string key)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 1000 });
        return Names(document.RootElement, key);
    }

    private static bool Names(JsonElement element, string key) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().Any(member =>
            (member.NameEquals("in_segment") && member.Value.TryGetProperty("name", out JsonElement name) && ControlStore.KeyOf(name.GetString()!) == key)
            || Names(member.Value, key)),
        JsonValueKind.Array => element.EnumerateArray().Any(item => Names(item, key)),
        _ => false,
    };
}
