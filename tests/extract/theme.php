<?php
/**
 * Plugin Name: Dawn
 */
?>
<h1><?php _e( 'Accueil', 'dawn' ); ?></h1>
<p>Don't take __('this') for a call</p>
<?php
printf(
	/* translators: %s: name of the person */
	esc_html__( 'Bonjour %s', 'dawn' ),
	$name
);
// translators: number of votes
echo sprintf( _n( '%d vote', '%d votes', $n, 'dawn' ), $n );
echo _x( "Menu", 'nav item', 'dawn' ) . esc_html_x( "Menu", "verb", 'dawn' );
$nooped = _n_noop( 'Une page', '%s pages', 'dawn' );
$other = _nx_noop( 'Un chat', '%s chats', 'animal', 'dawn' );
echo _nx( '%s rue', '%s rues', $n, 'ville', 'dawn' );
echo $this->__( 'méthode' ) . Foo::__( 'statique' ) . \__( 'espace' );
function __( $text ) { return 'décl'; }
/*
 * translators: deux lignes
 * de commentaire
 */
esc_attr_e( 'It\'s "ici" \n', 'dawn' );
esc_html_e( "tab\tet \"guillemets\" \$prix", 'dawn' );
foo( __( 'dedans' ), __( "dehors" ) );
/* translators: too far away */
$a = 1;
echo __( 'loin' );
# no __( 'commented out' )
echo "<a>__('in a string')</a>" . __( 'a' . "b" . 'c' ) . __( $variable );
/* translators: %1$s: day, %2$s: hour */
echo __( 'le %1$s à %2$s' );
?>
text <?= __( 'court' ) ?> <?php if ( $x ) : ?><b title="<?php esc_attr_e( 'titre' ) ?>"><?php endif;
