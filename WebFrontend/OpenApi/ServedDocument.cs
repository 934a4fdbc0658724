using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace RetailPulse.Web.OpenApi;

/// <summary>The document as it is sent: built when first asked for, once.</summary>
internal sealed class ServedDocument
{
    public const string Name = "v1";

    private readonly Lazy<Task<byte[]>> json;

    public ServedDocument([FromKeyedServices(Name)] IOpenApiDocumentProvider documents) => json = new(() => WriteAsync(documents));

    public Task<byte[]> ReadAsync() => json.Value;

    private static async Task<byte[]> WriteAsync(IOpenApiDocumentProvider documents)
    {
        var document = await documents.GetOpenApiDocumentAsync();
        using var written = new MemoryStream();
        await document.SerializeAsJsonAsync(written, OpenApiSpecVersion.OpenApi3_1);
        return written.ToArray();
    }
}
