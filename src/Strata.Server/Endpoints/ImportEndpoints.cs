using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Strata.Language;
using Strata.Language.Time;
using Strata.Platform.Import.Mapping;
using Strata.Platform.Import.Parsing;
using Strata.Platform.Import.Preview;
using Strata.Platform.Import.Uploads;
using Strata.Platform.Keys;
using Strata.Platform.Workspaces;
using Strata.Server.Imports;
using Strata.Server.Jobs;
using Strata.Server.Problems;
using Strata.Server.Security;

namespace Strata.Server.Endpoints;

/// <summary>Files that are brought, looked at, mapped and imported.</summary>
internal static class ImportEndpoints
{
    /// <summary>Adds the endpoints.</summary>
    public static void MapImports(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/v1/imports").RequireKey(KeyScope.Write).WithTags("imports");
        group.MapPost("", UploadAsync).WithName("uploadImport").Accepts<IFormFileCollection>("multipart/form-data", "application/octet-stream", "text/csv", "text/tab-separated-values", "application/json", "application/x-ndjson", "application/gzip")
            .WithSummary("Takes files to be imported, as parts of a form or one as the body with its 'name'; nothing is imported yet")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status413PayloadTooLarge);
        group.MapGet("", List).WithName("listUploads").WithSummary("Files that were brought in the last week, the newest first");
        group.MapGet("{import}", Show).WithName("getUpload").WithSummary("Files that were brought, and what came of importing them").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapDelete("{import}", Delete).WithName("deleteUpload").WithSummary("Discards files that were brought; what was imported of them stays")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPut("{import}", Change).WithName("changeUpload").WithSummary("Says who speaks in the files: the source and its kind")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet("{import}/preview", Preview).WithName("previewImport").WithSummary("What the files seem to be, where their columns would go, what is in them, and what stands in the way")
            .ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPut("{import}/files/{file:int}", MapFile).WithName("mapImportFile").WithSummary("Says what a file is and where its columns go; without columns they are recognised again")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("{import}/run", Run).WithName("runImport").WithSummary("Imports the files, or with dryRun only tells what would happen: a job, whose result is the upload")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Created<UploadItem>> UploadAsync(HttpContext context, UploadStore uploads, UploadReader reader, TimeProvider clock, string? name, string? source, SourceWord? kind)
    {
        string id = uploads.Begin();
        try
        {
            IReadOnlyList<UploadedFile> files = await reader.ReadAsync(context, id, name);
            var upload = new Upload(
                id,
                context.Actor().Name,
                Microseconds.FromInstant(NodaTime.Instant.FromDateTimeOffset(clock.GetUtcNow())),
                SourceName.Of(source ?? UploadStore.StandardSource.Name),
                (kind ?? SourceWord.Crm).ToKind(),
                files);
            uploads.Save(upload);
            return TypedResults.Created($"/v1/imports/{id}", UploadItem.Of(upload));
        }
        catch
        {
            uploads.Delete(id);
            throw;
        }
    }

    private static Ok<UploadList> List(UploadStore uploads) => TypedResults.Ok(new UploadList([.. uploads.All.Select(UploadItem.Of)]));

    private static Ok<UploadItem> Show(UploadStore uploads, string import) => TypedResults.Ok(UploadItem.Of(Find(uploads, import)));

    private static NoContent Delete(UploadStore uploads, JobRegistry jobs, string import)
    {
        RefuseWhileRunning(Find(uploads, import), jobs);
        uploads.Delete(import);
        return TypedResults.NoContent();
    }

    private static Ok<UploadItem> Change(UploadStore uploads, JobRegistry jobs, string import, UploadChange change)
    {
        Upload upload = Find(uploads, import);
        RefuseWhileRunning(upload, jobs);
        string source = SourceName.Of(change.Source ?? upload.Source);
        return TypedResults.Ok(UploadItem.Of(uploads.Change(import, now => now with { Source = source, SourceKind = change.SourceKind?.ToKind() ?? now.SourceKind })!));
    }

    private static Ok<ImportPreview> Preview(UploadStore uploads, WorkspaceHost host, string import, CancellationToken cancellation)
    {
        Upload upload = Find(uploads, import);
        using LentSession session = host.Lend();
        return TypedResults.Ok(new ImportPreview(UploadItem.Of(upload), [.. upload.Files.Select(file => Look(session.Workspace, uploads, upload, file, cancellation))]));
    }

    private static Ok<PreviewedFile> MapFile(UploadStore uploads, JobRegistry jobs, WorkspaceHost host, string import, int file, FileMapping mapping, CancellationToken cancellation)
    {
        Upload upload = Find(uploads, import);
        RefuseWhileRunning(upload, jobs);
        UploadedFile found = upload.Find(file) ?? throw new NotFoundException($"The upload has no file {file}.");
        if (found.Outcome?.ImportId is not null)
        {
            throw new UserErrorException("import", $"{found.Name} is imported already.", fix: "Upload it again to import it another way.");
        }

        using LentSession session = host.Lend();
        UploadedFile changed = found with { As = mapping.As, Dates = mapping.Dates ?? DateOrder.Unknown, IsMapped = false };
        FilePreview preview = new FilePreviewer(session.Workspace.Warehouse, session.Workspace.Directory)
            .Look(uploads.RequestFor(upload, changed, session.Workspace.Settings.Zone), cancellation);
        if (mapping.Columns is { } columns)
        {
            string map = MapEdit.Write(preview, [.. columns.Select(column => column.ToChoice())], mapping.EventType, found.Name);
            File.WriteAllText(uploads.MapPath(import, file), map);
            changed = changed with { IsMapped = true };
        }

        Upload kept = uploads.Change(import, now => now.With(changed with { Outcome = null })) ?? throw new NotFoundException("The upload was discarded.");
        return TypedResults.Ok(Look(session.Workspace, uploads, kept, kept.Find(file)!, cancellation));
    }

    private static Accepted<JobEndpoints.StartedJob> Run(
        UploadStore uploads, JobRegistry jobs, IExclusiveWriter writer, TimeProvider clock, HttpContext context, string import, ImportRunRequest? request)
    {
        Upload upload = Find(uploads, import);
        RefuseWhileRunning(upload, jobs);
        if (upload.Files.All(file => file.Outcome?.ImportId is not null))
        {
            throw new UserErrorException("import", "The files are imported already.", fix: "Upload them again to import them once more.");
        }

        bool dryRun = request?.DryRun ?? false;
        string files = upload.Files.Count == 1 ? upload.Files[0].Name : $"{upload.Files.Count} files";
        Job job = jobs.Start(
            "import",
            dryRun ? $"Try the import of {files}" : $"Import {files}",
            context.Actor().Name,
            async work =>
            {
                IReadOnlyList<UploadedFile> done = await new UploadRun(uploads, writer, clock).RunAsync(upload, dryRun, (share, phase) => work.Report(share, phase), work.Cancellation);
                return UploadItem.Of(upload with { Files = done });
            },
            $"/v1/imports/{import}");
        uploads.Change(import, now => now with { Job = job.Description.Id });
        return JobEndpoints.Accepted(job);
    }

    private static Upload Find(UploadStore uploads, string id) =>
        uploads.Find(id) ?? throw new NotFoundException("There is no such upload.", "Uploads are kept for a week.");

    private static void RefuseWhileRunning(Upload upload, JobRegistry jobs)
    {
        if (upload.Job is { } id && jobs.Find(id) is { } job && !job.Now.HasEnded)
        {
            throw new UserErrorException("busy", "The files are being imported.", fix: $"Wait for the job {id}, or cancel it.");
        }
    }

    private static PreviewedFile Look(Workspace workspace, UploadStore uploads, Upload upload, UploadedFile file, CancellationToken cancellation)
    {
        try
        {
            return PreviewedFile.Of(file, new FilePreviewer(workspace.Warehouse, workspace.Directory).Look(uploads.RequestFor(upload, file, workspace.Settings.Zone), cancellation));
        }
        catch (UserErrorException wrong)
        {
            return PreviewedFile.Unreadable(file, wrong.Errors);
        }
    }
}
