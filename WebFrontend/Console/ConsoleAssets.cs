using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;

namespace RetailPulse.WebFrontend.Console;

/// <summary>The console's style sheet, scripts, and icon, which are part of the program.</summary>
/// <remarks>Their path contains a digest of all of them, so that browsers can keep them for as long as they want.</remarks>
internal sealed class ConsoleAssets
{
    public const string Root = "/console/assets";

    private const string Prefix = "console/";

    private readonly FrozenDictionary<string, byte[]> files;

    private ConsoleAssets(FrozenDictionary<string, byte[]> files)
    {
        this.files = files;
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (_, content) in files.OrderBy(file => file.Key, StringComparer.Ordinal))
            digest.AppendData(content);
        Version = Convert.ToHexStringLower(digest.GetHashAndReset().AsSpan(0, 6));
    }

    /// <summary>Digest of all files.</summary>
    public string Version { get; }

    public static ConsoleAssets Load()
    {
        var program = Assembly.GetExecutingAssembly();
        return new ConsoleAssets(
            program
                .GetManifestResourceNames()
                .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
                .ToFrozenDictionary(name => name[Prefix.Length..], name => Read(program, name), StringComparer.Ordinal)
        );
    }

    /// <summary>Serves a file, also under the digest of another version, which a page that is still open may request.</summary>
    internal static Results<FileContentHttpResult, NotFound> Serve(string version, string name, ConsoleAssets assets, HttpContext context)
    {
        if (!assets.files.TryGetValue(name, out var content))
            return TypedResults.NotFound();
        if (version == assets.Version)
            context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return TypedResults.Bytes(content, TypeOf(name));
    }

    private static byte[] Read(Assembly program, string name)
    {
        using var stream = program.GetManifestResourceStream(name)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }

    private static string TypeOf(string name) =>
        Path.GetExtension(name) switch
        {
            ".css" => "text/css; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            ".svg" => "image/svg+xml",
            _ => "application/octet-stream",
        };
}
