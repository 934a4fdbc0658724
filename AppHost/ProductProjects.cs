using System.Reflection;

namespace RetailPulse.AppHost;

/// <summary>The project of the silo, which is built together with this one.</summary>
internal sealed class SiloProject : IProjectMetadata
{
    public string ProjectPath => ProductProjects.PathOf("Silo");

    public bool SuppressBuild => true;
}

/// <summary>The project of the front end, which is built together with this one.</summary>
internal sealed class FrontEndProject : IProjectMetadata
{
    public string ProjectPath => ProductProjects.PathOf("WebFrontend");

    public bool SuppressBuild => true;
}

/// <summary>Finds the projects of the product next to this one.</summary>
internal static class ProductProjects
{
    private static readonly string Here = typeof(ProductProjects)
        .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "apphostprojectpath")
        .Value!;

    public static string PathOf(string project) => Path.GetFullPath(Path.Combine("..", project, $"{project}.csproj"), Here);
}
