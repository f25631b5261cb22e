"""The addresses of the portaal app."""

from django.urls import path

from enschede_org.portaal import views, views_uitvoer

app_name = "portaal"
urlpatterns = [
    path("", views.home, name="home"),
    path("begrippen/", views.begrippen, name="begrippen"),
    path("bronnen/", views.bronnen, name="bronnen"),
    path("bronnen/<slug:code>/", views.bron, name="bron"),
    path("robots.txt", views.robots, name="robots"),
    path("gezond/", views.gezond, name="gezond"),
    path("uitvoer/lijst/<slug:soort>.<str:vorm>", views_uitvoer.lijst, name="uitvoer_lijst"),
    path("uitvoer/sjabloon/<slug:soort>/<int:jaar>.<str:vorm>", views_uitvoer.sjabloon, name="sjabloon"),
    path("uitvoer/<slug:soort>/<slug:code>.<str:vorm>", views_uitvoer.versie, name="uitvoer"),
]
