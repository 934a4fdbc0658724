using Microsoft.AspNetCore.Builder;

namespace RetailPulse.Tests.EndToEnd.Guides;

/// <summary>Compiles programs of the guides as the templates <c>console</c> and <c>web</c> of the SDK do, but without restoring packages.</summary>
internal static class CSharpPrograms
{
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Microsoft.AspNetCore.Builder;
        global using Microsoft.AspNetCore.Http;
        """;

    private const string RuntimeConfig = """
        {"runtimeOptions":{"tfm":"net10.0","framework":{"name":"Microsoft.AspNetCore.App","version":"10.0.0"}}}
        """;

    private static string Shared => Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    private static string Compiler =>
        Directory.GetFiles(Path.GetFullPath(Path.Combine(Shared, "../../../sdk")), "csc.dll", SearchOption.AllDirectories).Order().Last();

    /// <summary>Compiles a file to a program of its name, next to it.</summary>
    public static async Task CompileAsync(string source)
    {
        var (folder, client) = (Path.GetDirectoryName(source)!, Path.Combine(AppContext.BaseDirectory, "RetailPulse.Client.dll"));
        var usings = Path.Combine(folder, "Usings.cs");
        await File.WriteAllTextAsync(usings, Usings);
        string[] references =
        [
            client,
            .. Directory.GetFiles(Shared, "*.dll"),
            .. Directory.GetFiles(Path.GetDirectoryName(typeof(WebApplication).Assembly.Location)!, "*.dll"),
        ];
        var arguments = Path.Combine(folder, "csc.rsp");
        await File.WriteAllLinesAsync(
            arguments,
            [
                "-nologo",
                "-nullable:enable",
                "-warnaserror+",
                $"-out:{Path.ChangeExtension(source, ".dll")}",
                .. references.Select(path => $"-r:\"{path}\""),
                source,
                usings,
            ]
        );
        await Command.RunAsync("dotnet", "exec", Compiler, "-noconfig", $"@{arguments}");
        File.Copy(client, Path.Combine(folder, Path.GetFileName(client)), overwrite: true);
        await File.WriteAllTextAsync(Path.ChangeExtension(source, ".runtimeconfig.json"), RuntimeConfig);
    }
}
