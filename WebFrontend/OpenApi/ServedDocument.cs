using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace RetailPulse.WebFrontend.OpenApi;

/// <summary>The OpenAPI document, which is built once, at its first request.</summary>
internal sealed class ServedDocument
{
    public const string Name = "v1";

    private readonly Lazy<Task<byte[]>> json;

    public ServedDocument([FromKeyedServices(Name)] IOpenApiDocumentProvider documents) => json = new(() => WriteAsync(documents));

    /// <param name="root">Path below which the service is served.</param>
    public async Task<byte[]> ReadAsync(PathString root)
    {
        var document = await json.Value;
        if (!root.HasValue)
            return document;
        var moved = JsonNode.Parse(document)!;
        moved["servers"]![0]!["url"] = root.ToUriComponent();
        using var written = new MemoryStream();
        await using (var writer = new Utf8JsonWriter(written, new JsonWriterOptions { Indented = true }))
            moved.WriteTo(writer);
        return written.ToArray();
    }

    private static async Task<byte[]> WriteAsync(IOpenApiDocumentProvider documents)
    {
        var document = await documents.GetOpenApiDocumentAsync();
        using var written = new MemoryStream();
        await document.SerializeAsJsonAsync(written, OpenApiSpecVersion.OpenApi3_1);
        return written.ToArray();
    }
}
