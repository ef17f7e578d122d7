using System.Diagnostics;
using Strata.Testing;

namespace Strata.Language.Tests.Json;

/// <summary>The published JSON Schema, applied by Ajv in Node. Where Node or npm is missing the tests that use it fail and say so.</summary>
internal static class SchemaValidator
{
    private static readonly Lazy<bool> Installed = new(Install);

    private static string Folder => Repository.PathOf("eng/json-schema");

    /// <summary>For each document <c>valid</c>, or <c>invalid</c> and why.</summary>
    /// <param name="documents">JSON documents without line breaks.</param>
    /// <param name="pointer">The part of the schema to apply; the whole where it is empty.</param>
    public static string[] Validate(IEnumerable<string> documents, string pointer = "")
    {
        Installed.Value.ShouldBeTrue();
        (int exit, string output, string error) = Run("node", ["validate.mjs", Repository.PathOf("docs/segment.schema.json"), pointer], string.Join('\n', documents));
        exit.ShouldBe(0, error);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static bool Install()
    {
        var restored = new FileInfo(Path.Combine(Folder, "node_modules", ".package-lock.json"));
        if (!restored.Exists || restored.LastWriteTimeUtc < File.GetLastWriteTimeUtc(Path.Combine(Folder, "package-lock.json")))
        {
            (int exit, _, string error) = Run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], "");
            exit.ShouldBe(0, $"npm ci in eng/json-schema failed: {error}");
        }

        return true;
    }

    private static (int Exit, string Output, string Error) Run(string program, string[] arguments, string input)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
            using (StreamWriter writer = process.StandardInput)
            {
                writer.Write(input);
            }

            process.WaitForExit();
            return (process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new InvalidOperationException($"'{program}' cannot be started; Node.js 20 with npm is needed to test the JSON Schema.", exception);
        }
    }
}
